import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { repositoryFolder } from '@hub/scripts/launcher/repository'
import { afterEach, expect, test } from 'vitest'

type PlannerThreadModule = typeof import('@hub/gateway/execution/plan/plannerThread')

const sdl = readFileSync(join(repositoryFolder, 'schema/supergraph.graphql'), 'utf8')
/** As built: the thread is a file of its own beside it. */
const built = pathToFileURL(join(repositoryFolder, 'gateway/dist/execution/plan/plannerThread.js')).href
let thread: InstanceType<PlannerThreadModule['PlannerThread']>

afterEach(() => thread.close())

test('the time that the planner takes to start is not held against the first operation', async () => {
  const { PlannerThread } = (await import(built)) as PlannerThreadModule
  // Far less than reading the supergraph takes, enough for one small plan.
  thread = new PlannerThread({ sdl, planMillis: 150, heapMegabytes: 512 })
  const began = performance.now()
  await thread.plan('{ enterprise(subjectId: "S1") { name } }')
  expect(performance.now() - began).toBeGreaterThan(200)
})
