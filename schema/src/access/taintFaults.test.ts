import { parse } from 'graphql'
import { describe, expect, it } from 'vitest'
import { taintFaults } from './taintFaults.ts'

function faults(...sdls: string[]) {
  const divisions = sdls.map((sdl, at) => ({ name: `d${at}`, typeDefs: parse(sdl) }))
  return taintFaults(divisions).map(({ code, division, node }) => `${code} ${division} ${node.name.value}`)
}

const owner = `type E { id: ID @disclosure(level: PUBLIC)  secret: Int @disclosure(level: SHARED)  deep: D @disclosure(level: PUBLIC) }
  type D @disclosure(level: PUBLIC) { open: Int  closed: Int @disclosure(level: AUTHORIZED) }`

const user = (
  field: string,
) => `type E { id: ID @disclosure(level: PUBLIC)  secret: Int @external  deep: D @external  ${field} }
  type D { open: Int @external  closed: Int @external }`

describe('taintFaults', () => {
  it('refuses a field that @requires of a higher level, in whatever depth', () => {
    const lowered = ['DISCLOSURE_LOWERED d1 score']
    expect(faults(owner, user('score: Int @disclosure(level: PUBLIC) @requires(fields: "secret")'))).toEqual(lowered)
    expect(faults(owner, user('score: Int @disclosure(level: SHARED) @requires(fields: "deep { closed }")'))).toEqual(
      lowered,
    )
    expect(
      faults(owner, user('score: Int @disclosure(level: SHARED) @requires(fields: "secret deep { open }")')),
    ).toEqual([])
  })

  it('refuses a derivation inside a division alike', () => {
    const derived = (level: string) =>
      faults(`type E { a: Int @disclosure(level: INTERNAL)
        b: Int @disclosure(level: ${level}) @derivedFrom(fields: ["a"])
        c: Int @disclosure(level: PUBLIC) @derivedFrom(fields: ["E.gone"]) }`)
    expect(derived('SHARED')).toEqual(['DISCLOSURE_LOWERED d0 b', 'DISCLOSURE_SOURCE_UNKNOWN d0 c'])
    expect(derived('INTERNAL')).toEqual(['DISCLOSURE_SOURCE_UNKNOWN d0 c'])
  })

  it('takes a reason, not an empty one', () => {
    const field = (reason: string) =>
      user(`score: Int @disclosure(level: PUBLIC) @requires(fields: "secret") @declassified(reason: "${reason}")`)
    expect(faults(owner, field('只有区间'))).toEqual([])
    expect(faults(owner, field(' '))).toEqual(['DISCLOSURE_LOWERED d1 score'])
  })

  it('takes what a lower field is made of as tainted only by its own level', () => {
    expect(
      faults(`type E { a: Int @disclosure(level: INTERNAL)
        b: Int @disclosure(level: PUBLIC) @derivedFrom(fields: ["a"]) @declassified(reason: "r")
        c: Int @disclosure(level: PUBLIC) @derivedFrom(fields: ["b"]) }`),
    ).toEqual([])
  })

  it('refuses two levels of one field, and lets one division say nothing', () => {
    expect(
      faults('type E { a: Int @disclosure(level: PUBLIC) }', 'type E { a: Int @disclosure(level: SHARED) }'),
    ).toEqual(['DISCLOSURE_CONTRADICTED d0 a'])
    expect(faults('type E { a: Int @disclosure(level: PUBLIC) }', 'type E { a: Int }')).toEqual([])
  })
})
