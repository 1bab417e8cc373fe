import { normaliseName } from '@hub/schema/names/normaliseName'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { resolveSubject } from '../src/rules/resolveSubject.ts'
import { survivorOf } from '../src/rules/survivor.ts'
import { dirtyRow, type LabelledRow } from './identities/dirtyRow.ts'
import { indexOf } from './identities/indexOf.ts'
import { knownSubjects } from './identities/knownSubjects.ts'
import { ownResolver, type Resolver, tallyOf } from './identities/tallyOf.ts'

const known = knownSubjects(80)
const index = indexOf(known)
const ROWS = 20_000
/** Enough to catch a linker that errs. */
const FEW = 4_000
const rows: LabelledRow[] = fc.sample(dirtyRow(known), { numRuns: ROWS, seed: 20261125 })

describe('rows with dirty identities', () => {
  test(`none of ${ROWS} is linked to a subject that it is not about, and each is judged as it must be`, () => {
    const { became, wrongJoins, misjudged } = tallyOf(rows, index)
    process.stdout.write(
      `dirty identities: ${ROWS} rows, ${JSON.stringify(became)}, ${wrongJoins.length} wrong joins\n`,
    )
    expect(wrongJoins.slice(0, 3)).toEqual([])
    expect(misjudged.slice(0, 3)).toEqual([])
    // The proof is one only while rows of every fate are among them.
    for (const verdict of ['LINKED', 'WAITS', 'DOUBT'] as const) expect(became[verdict]).toBeGreaterThan(ROWS / 20)
  })

  test('of every kind there are hundreds', () => {
    const kinds = [...new Set(rows.map(({ dirt }) => dirt))]
    for (const kind of kinds) expect(rows.filter(({ dirt }) => dirt === kind).length, kind).toBeGreaterThan(90)
  })

  test('whatever the seed', () => {
    fc.assert(
      fc.property(dirtyRow(known), (row) => {
        const { wrongJoins, misjudged } = tallyOf([row], index)
        expect([wrongJoins, misjudged]).toEqual([[], []])
      }),
      { numRuns: 3_000 },
    )
  })
})

/** Linkers that err in one way each: the rows above have to show it, or they prove nothing. */
const broken: Record<string, Resolver> = {
  'links by a name alone': (key, evidence) => {
    const named = evidence.byName.get(normaliseName(key.name ?? '')) ?? []
    return ownResolver(key, evidence) ?? (named.length === 1 ? named[0]?.subjectId : undefined)
  },
  'does not ask for the name': (key, evidence) => ownResolver({ ...key, name: null }, evidence),
  'takes the first of several': (key, evidence) => {
    const { candidates, subjectId } = resolveSubject(key, evidence)
    return subjectId ?? candidates[0]?.subject.subjectId
  },
  'links to the merged subject itself': (key, evidence) => ownResolver(key, { ...evidence, mergers: new Map() }),
  'lets similarity decide': (key, evidence) => {
    const { outcome, subjectId, candidates } = resolveSubject(key, evidence)
    const [candidate] = candidates
    const shared = [...(key.name ?? '')].filter((character) => candidate?.subject.name?.includes(character)).length
    const similar = shared >= (key.name ?? '').length - 2
    return outcome === 'NAME_DISAGREES' && similar ? candidate?.subject.subjectId : subjectId
  },
}

describe('a linker that', () => {
  test.each(Object.entries(broken))('%s goes red', (_, resolve) => {
    const { wrongJoins, misjudged } = tallyOf(rows.slice(0, FEW), index, resolve)
    expect(wrongJoins.length).toBeGreaterThan(0)
    expect(misjudged.length).toBeGreaterThan(0)
  })

  test('does not ask for the time of a former name goes red', () => {
    const { misjudged } = tallyOf(rows.slice(0, FEW), index, (key, evidence) =>
      ownResolver({ ...key, on: null }, evidence),
    )
    expect(new Set(misjudged.map(({ dirt }) => dirt))).toContain('former name out of its time')
  })

  test('follows a ring of mergers comes to an end', () => {
    const ring = new Map([
      ['A', { subjectId: 'A', mergedIntoId: 'B' }],
      ['B', { subjectId: 'B', mergedIntoId: 'A' }],
    ])
    expect(['A', 'B']).toContain(survivorOf({ subjectId: 'A', mergedIntoId: 'B' }, ring).subjectId)
  })
})
