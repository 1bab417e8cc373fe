import { afterAll, beforeAll, expect, test } from 'vitest'
import { testDatabase } from '../setup/testDatabase.ts'
import { leakCallers } from './leakCallers.ts'
import { type LeakWorld, leakWorld } from './leakWorld.ts'
import { rowFindings, type StandingRow, seedRows } from './rowFindings.ts'

const database = testDatabase()
let world: LeakWorld
let rows: StandingRow[]

beforeAll(async () => {
  world = await leakWorld(database)
  rows = await seedRows(world)
}, 300_000)
afterAll(() => world.close())

test('role x record x channel: nobody knows of a record that is not for him, and everybody of those that are', async () => {
  const own = rows.filter(({ about }) => about === 'own').map(({ subjectId }) => subjectId)
  const callers = leakCallers(own)
  const { size, wrong } = await rowFindings(world, rows, callers)
  console.info(`row matrix: ${size} cells, ${rows.length} rows, ${callers.length} callers, ${wrong.length} wrong`)
  expect(wrong).toEqual([])
  expect(size).toBeGreaterThan(10_000)
}, 600_000)
