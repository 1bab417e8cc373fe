import { describe, expect, test } from 'vitest'
import { isTest, type SourceFile, sourceFiles } from './sourceFiles.ts'

/** Spellings that are wrong on some server the hub runs on, and what to write instead. */
const AVOIDED: { pattern: RegExp; instead: string }[] = [
  {
    pattern: /\$regex['"]?\s*:\s*\//,
    instead: 'a string after $regex: a RegExp value finds nothing on an indexed field',
  },
  { pattern: /\bcollation\b\s*[:(]/, instead: 'stored sort keys: locales are ignored by some servers' },
  { pattern: /\$expr\b/, instead: '$lookup by localField/foreignField' },
  { pattern: /\batClusterTime\b|snapshot:\s*true/, instead: 'one short transaction' },
  { pattern: /unique:\s*true/, instead: 'a key document: unique fields that change are not released everywhere' },
  { pattern: /partialFilterExpression/, instead: 'a key document' },
  { pattern: /\bfindOneAndUpdate\([^)]*\bnew:\s*true/, instead: "returnDocument: 'after'" },
  { pattern: /\$where\b|mapReduce/, instead: 'query operators: no code runs in the database' },
]

/** The avoided spellings in a file, as `path:line instead`. */
export function misspellings({ path, text }: SourceFile): string[] {
  return text
    .split('\n')
    .flatMap((line, index) =>
      AVOIDED.filter(({ pattern }) => pattern.test(line)).map(({ instead }) => `${path}:${index + 1} use ${instead}`),
    )
}

describe('MongoDB is spelled so that it is right on every server', () => {
  test('in the kit, the divisions and the gateway', () => {
    const files = sourceFiles().filter((file) => /^(?:subgraphs|gateway)\//.test(file.path) && !isTest(file))
    expect(files.length).toBeGreaterThan(20)
    expect(files.flatMap(misspellings)).toEqual([])
  })

  test('and each avoided spelling is found', () => {
    const lines = [
      '{ name: { $regex: /^a/ } }',
      "find({}, { collation: { locale: 'zh' } })",
      '{ $expr: 1 }',
      '{ snapshot: true }',
      'index({ a: 1 }, { unique: true })',
    ]
    for (const text of lines) expect(misspellings({ path: 'x.ts', text })).toHaveLength(1)
  })
})
