import { afterAll, beforeAll, expect, test } from 'vitest'
import { testDatabase } from '../setup/testDatabase.ts'
import { fieldFindings } from './fieldFindings.ts'
import { leakCallers } from './leakCallers.ts'
import { type LeakWorld, leakWorld } from './leakWorld.ts'
import { type Seeded, seed } from './seed.ts'

const database = testDatabase()
let world: LeakWorld
let seeded: Seeded

beforeAll(async () => {
  world = await leakWorld(database)
  seeded = await seed(world)
  for (const name of world.definitions.keys()) await world.relay(name)
}, 120_000)
afterAll(() => world.close())

test('role x field x channel: no field reaches anyone above its level, and none is kept from whom it is for', async () => {
  const callers = leakCallers([seeded.own])
  const { size, wrong } = await fieldFindings(world, seeded, callers)
  console.info(`field matrix: ${size} cells, ${callers.length} callers, ${wrong.length} wrong`)
  expect(wrong).toEqual([])
  expect(size).toBeGreaterThan(20_000)
}, 600_000)
