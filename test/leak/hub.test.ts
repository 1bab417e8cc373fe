import { graphDisclosure } from '@hub/schema/access/audienceSchema'
import { HUB_SUBGRAPH } from '@hub/schema/divisions/subgraphs'
import { composeDivisions } from '@hub/schema/documents/composeDivisions'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { testDatabase } from '../setup/testDatabase.ts'
import { guideHub } from './guideHub.ts'
import { hubFindings } from './hubFindings.ts'
import { type HubSeeded, seedHub } from './hubSeed.ts'
import { leakCallers } from './leakCallers.ts'
import { type LeakWorld, leakWorld } from './leakWorld.ts'
import { twoSubjects } from './seed.ts'

const database = testDatabase()
let world: LeakWorld
let seeded: HubSeeded

beforeAll(async () => {
  world = await leakWorld(database)
  seeded = await seedHub(world, await twoSubjects(world))
}, 120_000)
afterAll(() => world.close())

test('the table has every field that leads into what the hub keeps', () => {
  const { owners } = graphDisclosure(composeDivisions().supergraphSdl ?? '')
  const leading = [...owners].flatMap(([coordinate, names]) =>
    /^(?:Query|Mutation|Enterprise)\./.test(coordinate) && names.length === 1 && names[0] === HUB_SUBGRAPH
      ? [coordinate]
      : [],
  )
  expect(leading.sort()).toEqual(Object.keys(guideHub).sort())
})

test('role x field x channel of what the hub keeps: nothing reaches whom it is not for, and all of it whom it is for', async () => {
  const callers = leakCallers([seeded.subjects.own])
  const { size, wrong } = await hubFindings(world, seeded, callers)
  console.info(`hub matrix: ${size} cells, ${callers.length} callers, ${wrong.length} wrong`)
  expect(wrong).toEqual([])
  expect(size).toBeGreaterThan(10_000)
}, 600_000)
