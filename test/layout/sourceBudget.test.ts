import { describe, expect, test } from 'vitest'
import { isTest, type SourceFile, sourceFiles } from './sourceFiles.ts'

const lines = ({ text }: SourceFile): number => text.split('\n').length - 1
const percentile = (sorted: number[], share: number): number => sorted[Math.floor((sorted.length - 1) * share)] ?? 0

describe('the sources stay readable', () => {
  const files = sourceFiles()

  test('no file is over 450 lines, nine in ten are within 250, half within 80', () => {
    expect(files.filter((file) => lines(file) > 450).map(({ path }) => path)).toEqual([])
    const lengths = files.map(lines).sort((a, b) => a - b)
    expect(percentile(lengths, 0.9)).toBeLessThanOrEqual(250)
    expect(percentile(lengths, 0.5)).toBeLessThanOrEqual(80)
  })

  test('ten to eighteen lines of a hundred are comments, tests aside', () => {
    const written = files.filter((file) => !isTest(file)).flatMap(({ text }) => text.split('\n'))
    const filled = written.filter((line) => line.trim() !== '')
    const comments = filled.filter((line) => /^\s*(\/\*|\*|\/\/)/.test(line))
    const share = comments.length / filled.length
    expect(share).toBeGreaterThan(0.1)
    expect(share).toBeLessThan(0.18)
  })

  test('the environment is read in one file per process, in one of the way in, and in one of the tests', () => {
    const readers = files.filter(({ text }) => /process\.env\b/.test(text)).map(({ path }) => path)
    expect(readers.filter((path) => !/\/environment\.(ts|mjs)$/.test(path))).toEqual([])
  })

  test('no file only passes on what others export', () => {
    const barrels = files.filter(({ text }) => {
      const statements = text
        .replace(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, '')
        .split('\n')
        .filter((line) => line.trim() !== '')
      return statements.length > 0 && statements.every((line) => /^export (\*|(type )?\{.*\}) from/.test(line))
    })
    expect(barrels.map(({ path }) => path)).toEqual([])
  })
})
