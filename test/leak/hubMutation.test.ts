import type { Consent } from '@hub/gateway/access/consent/consent'
import { ConsentActs } from '@hub/gateway/access/consent/consentActs'
import { HUB_SUBGRAPH } from '@hub/schema/divisions/subgraphs'
import { afterEach, describe, expect, test } from 'vitest'
import { testDatabase } from '../setup/testDatabase.ts'
import { hubFindings } from './hubFindings.ts'
import { openHubTypes } from './hubGraphTypes.ts'
import { seedHub } from './hubSeed.ts'
import { leakCallers } from './leakCallers.ts'
import { type LeakWorld, leakWorld, type Weakening } from './leakWorld.ts'
import { twoSubjects } from './seed.ts'

const database = testDatabase()
const undo: (() => unknown)[] = []
afterEach(async () => {
  for (const step of undo.splice(0).reverse()) await step()
})

interface Found {
  readonly world: LeakWorld
  /** What the matrix finds wrong. */
  readonly wrong: readonly string[]
}

/** Looks as some callers, with something weakened. */
async function found(names: readonly string[], weakening?: Weakening): Promise<Found> {
  const world: LeakWorld = await leakWorld(database, weakening)
  undo.push(() => world.close())
  const seeded = await seedHub(world, await twoSubjects(world))
  const callers = leakCallers([seeded.subjects.own]).filter(({ name }) => names.includes(name))
  return { world, wrong: (await hubFindings(world, seeded, callers)).wrong }
}

const changed = (where: Weakening['where'], from: RegExp, to: string): Weakening => ({
  division: HUB_SUBGRAPH,
  where,
  change: (sdl) => {
    const weak = sdl.replace(from, to)
    expect(weak).not.toBe(sdl)
    return weak
  },
})
const channelsOf = (wrong: readonly string[]): string[] =>
  [...new Set(wrong.map((line) => line.split(' ')[0] ?? ''))].sort()

/** These prove the matrix, not the hub: with one thing weakened it has to go red, and for that thing alone. */
describe('the matrix of what the hub keeps goes red', () => {
  const reservation = /(evidence: EvidenceViews @disclosure\(level: INTERNAL\)) @reservedFor\(roles: \[AUDIT_ADMIN\]\)/

  test.each(['hub', 'division'] as const)('when evidence is reserved for nobody in the %s', async (where) => {
    const { world, wrong } = await found(
      ['inspector', 'audit administrator', 'public'],
      changed(where, reservation, '$1'),
    )
    expect(wrong.length).toBeGreaterThan(0)
    const ofEvidence = openHubTypes(world.api, (coordinate) => coordinate === 'Query.evidence')
    const isOfEvidence = (line: string): boolean => {
      const [, caller, named = ''] = line.split(' ')
      return caller === 'inspector' && (named === 'Query.evidence' || ofEvidence.has(named.split('.')[0] ?? ''))
    }
    expect(wrong.filter((line) => !isOfEvidence(line))).toEqual([])
    // Past the audience the act itself is still asked for: no canary is seen, and its code tells that the guard was passed.
    expect(channelsOf(wrong)).toEqual(
      where === 'hub' ? ['hub', 'input', 'introspection', 'query', 'suggestion'] : ['direct'],
    )
  })

  test('when who read of a subject is told of every subject', async () => {
    const log = /(\): AccessLogConnection[^)]*\)\s*@disclosure\(level: )AUTHORIZED/
    const types = /type AccessLog(\w+) @disclosure\(level: AUTHORIZED\)/g
    const weak = changed('division', log, '$1PUBLIC')
    const change = (sdl: string) => weak.change(sdl).replace(types, 'type AccessLog$1 @disclosure(level: PUBLIC)')
    const { wrong } = await found(['enterprise'], { ...weak, change })
    expect(
      wrong.some((line) => /^direct enterprise Enterprise.accessLog of other: .*evidence.unit@other seen/.test(line)),
    ).toBe(true)
    expect(wrong.filter((line) => !line.includes('Enterprise.accessLog of other'))).toEqual([])
  })

  test('when a consent is ended by whoever knows its number', async () => {
    const acts = ConsentActs.prototype as unknown as { end: (...given: unknown[]) => Promise<Consent> }
    const { end } = acts
    undo.push(() => Object.assign(acts, { end }))
    acts.end = function (this: unknown, act, id, by) {
      return end.call(this, act, id, by, () => true)
    }
    const { wrong } = await found(['enterprise'])
    expect(wrong).toContainEqual(expect.stringMatching(/^act enterprise ended C-other/))
  })
})
