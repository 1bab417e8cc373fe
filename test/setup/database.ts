import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openDatabase } from '@hub/scripts/database/openDatabase'
import { readEnvironment } from '@hub/scripts/environment'
import type { TestProject } from 'vitest/node'

declare module 'vitest' {
  interface ProvidedContext {
    /** Connection string of the database server that all test files of this run share. */
    mongodbUri: string
  }
}

/** One database server for the run, found as the launcher finds it; every test file takes a database of its own on it. */
export default async function database(project: TestProject): Promise<() => Promise<void>> {
  const dataFolder = await mkdtemp(join(tmpdir(), 'hub-test-'))
  const server = await openDatabase({
    environment: readEnvironment(),
    dataFolder,
    onExit: ({ name, code }) => console.error(`${name} ended with code ${code}`),
  })
  process.stdout.write(`${project.name}: database ${server.description}\n`)
  project.provide('mongodbUri', server.uris.trade)
  return async () => {
    await server.process?.stop()
    await rm(dataFolder, { recursive: true, force: true })
  }
}
