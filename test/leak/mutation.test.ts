import { RecordReader } from '@hub/kit/query/recordReader'
import { penalties } from '@hub/market-order/models/penalties'
import { HopVerifier, type VerifiedHead } from '@hub/schema/access/hop/hopVerifier'
import { afterEach, describe, expect, test } from 'vitest'
import { testDatabase } from '../setup/testDatabase.ts'
import { fieldFindings } from './fieldFindings.ts'
import { type LeakCaller, leakCallers } from './leakCallers.ts'
import { type LeakWorld, leakWorld, type Weakening } from './leakWorld.ts'
import { rowFindings, seedRows } from './rowFindings.ts'
import { seed } from './seed.ts'
import { trustFindings } from './trustFindings.ts'

const database = testDatabase()
const undo: (() => unknown)[] = []
afterEach(async () => {
  for (const step of undo.splice(0).reverse()) await step()
})

const publicOf = (own: readonly string[]): LeakCaller[] => leakCallers(own).filter(({ name }) => name === 'public')

async function opened(weakening?: Weakening): Promise<LeakWorld> {
  const world = await leakWorld(database, weakening)
  undo.push(() => world.close())
  return world
}

/** One level, lowered: what the division remarks of a penalty. */
const lowered = (where: Weakening['where']): Weakening => ({
  division: 'market-order',
  where,
  change: (sdl) => {
    const weak = sdl.replace('remark: String @disclosure(level: SHARED)', 'remark: String @disclosure(level: PUBLIC)')
    expect(weak).not.toBe(sdl)
    return weak
  },
})

/** These prove the matrix, not the hub: with one thing weakened it has to go red, and for that thing alone. */
describe('the matrix goes red', () => {
  test.each(['hub', 'division'] as const)('when one level is lowered in the %s', async (where) => {
    const world = await opened(lowered(where))
    const seeded = await seed(world)
    const { wrong } = await fieldFindings(world, seeded, publicOf([seeded.own]))
    const channels = [
      ...new Set(
        wrong.map((line) =>
          line
            .split(' ')
            .slice(0, where === 'hub' ? 1 : 2)
            .join(' '),
        ),
      ),
    ]
    expect(wrong.filter((line) => !line.includes('AdministrativePenalty.remark'))).toEqual([])
    expect(channels).toEqual(where === 'hub' ? ['introspection', 'query', 'suggestion'] : ['direct value'])
  })

  test('when one row rule is gone', async () => {
    const { visibility } = penalties
    undo.push(() => (penalties.visibility = visibility))
    penalties.visibility = { ...visibility, public: visibility.public?.slice(1) ?? null }
    const world = await opened()
    const rows = await seedRows(world)
    const { wrong } = await rowFindings(world, rows, publicOf([]))
    expect(wrong.length).toBeGreaterThan(4)
    expect(
      wrong.filter((line) => !/penalties (?:of the form, )?natural person of (own|other) shown|count/.test(line)),
    ).toEqual([])
  })

  test('when what stands today is not asked for what stood then', async () => {
    const reader = RecordReader.prototype as unknown as { knownNow: (_: unknown, ids: string[]) => Promise<string[]> }
    const { knownNow } = reader
    undo.push(() => (reader.knownNow = knownNow))
    reader.knownNow = async (_, ids) => ids
    const world = await opened()
    const { wrong } = await rowFindings(world, await seedRows(world), publicOf([]))
    expect(wrong.filter((line) => !/asOf|count/.test(line))).toEqual([])
    expect(wrong.some((line) => /^list asOf public penalties repaired of other shown/.test(line))).toBe(true)
  })

  test('when a signature is not checked', async () => {
    const strict = await trustFindings(await opened())
    expect([strict.wrong, strict.size]).toEqual([[], 32])
    const { verifyHead, verifyBody } = HopVerifier.prototype
    undo.push(() => Object.assign(HopVerifier.prototype, { verifyHead, verifyBody }))
    HopVerifier.prototype.verifyBody = () => undefined
    HopVerifier.prototype.verifyHead = () => ({ caller: { caller: 'x', role: 'INSPECTOR' } }) as VerifiedHead
    expect((await trustFindings(await opened())).wrong.length).toBeGreaterThan(0)
  })
})
