import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { describe, expect, it } from 'vitest'
import { type CompositionNote, composeSupergraph, type DivisionGraph } from './composeSupergraph.ts'
import { divisionSdl } from './divisionSdl.ts'
import { sourcePlace } from './sourcePlace.ts'

const folder = mkdtempSync(join(tmpdir(), 'hub-composition-'))

function division(name: string, ownSdl: string): DivisionGraph {
  const file = join(folder, `${name}.graphql`)
  writeFileSync(file, ownSdl)
  return { name, url: `http://${name}.invalid/graphql`, sdl: divisionSdl(pathToFileURL(file)) }
}

const enterprise = `type Query {
  "企业" enterprise: Enterprise
}
"企业"
type Enterprise @key(fields: "subjectId") {
  subjectId: ID! @disclosure(level: PUBLIC)
  "文书号"
  docNo: DocNo @disclosure(level: SHARED) @national(code: "CF_WSH", standard: "SGS-2019", maxLength: 128)
}
`

function places(notes: readonly CompositionNote[] = []): string[] {
  return notes.flatMap((note) => note.places.map(({ file, line }) => `${note.code} ${file.split('/').at(-1)}:${line}`))
}

describe('composeSupergraph', () => {
  it('keeps the directives of the contract in the supergraph', () => {
    const { supergraphSdl } = composeSupergraph([
      division('one', enterprise),
      division(
        'two',
        'type Enterprise @key(fields: "subjectId") { subjectId: ID! @disclosure(level: PUBLIC) grade: Int }',
      ),
    ])
    expect(supergraphSdl).toContain('@disclosure(level: SHARED)')
    expect(supergraphSdl).toContain('@national(code: "CF_WSH", standard: "SGS-2019", maxLength: 128)')
    expect(supergraphSdl).toContain('http://two.invalid/graphql')
  })

  it('points at the lines of fields that contradict each other', () => {
    const { errors } = composeSupergraph([
      division('one', enterprise),
      division('two', 'type Enterprise @key(fields: "subjectId") {\n  subjectId: ID!\n  "另一种"\n  docNo: Int\n}'),
    ])
    expect(places(errors)).toEqual([
      'FIELD_TYPE_MISMATCH one.graphql:8',
      'FIELD_TYPE_MISMATCH two.graphql:4',
      'INVALID_FIELD_SHARING one.graphql:8',
      'INVALID_FIELD_SHARING two.graphql:4',
    ])
  })

  it('points at a syntax error in every division that has one', () => {
    const { errors } = composeSupergraph([division('one', 'type Query {\n  a:\n}'), division('two', 'type A { b }')])
    expect(places(errors)).toEqual(['INVALID_GRAPHQL one.graphql:3', 'INVALID_GRAPHQL two.graphql:1'])
  })

  it('points at an unknown type', () => {
    const { errors } = composeSupergraph([division('one', 'type Query {\n  a: Nothing\n}')])
    expect(places(errors)).toEqual(['INVALID_GRAPHQL one.graphql:2'])
  })

  it('points at the line of a field that discloses more than its source', () => {
    const { errors } = composeSupergraph([
      division('one', enterprise),
      division(
        'two',
        'type Enterprise @key(fields: "subjectId") {\n  subjectId: ID!\n  docNo: DocNo @external\n  "摘要"\n' +
          '  digest: String @disclosure(level: PUBLIC) @requires(fields: "docNo")\n}',
      ),
    ])
    expect(places(errors)).toEqual(['DISCLOSURE_LOWERED two.graphql:5'])
  })

  it('gives hints their lines, one of a shared file once', () => {
    const composition = composeSupergraph([
      division('one', enterprise),
      division('two', 'type Enterprise @key(fields: "subjectId") { subjectId: ID! }\n"排序"\nenum Unused { A }'),
    ])
    const hints = composition.errors ? [] : composition.hints
    const unused = places(hints).filter((place) => place.startsWith('UNUSED_ENUM_TYPE'))
    expect(unused).toContain('UNUSED_ENUM_TYPE two.graphql:3')
    expect(unused.filter((place) => place.includes('shared-types'))).toHaveLength(1)
  })
})

describe('sourcePlace', () => {
  it('falls back on the division where the SDL names no file', () => {
    expect(sourcePlace('trade', 'type A {\n  b: Int\n}', 2)).toEqual({ division: 'trade', file: 'trade', line: 2 })
  })
})
