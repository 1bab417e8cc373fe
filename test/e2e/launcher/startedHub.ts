import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, inject } from 'vitest'
import { freePorts } from './freePorts.ts'
import { type HubCommand, hubCommand } from './hubCommand.ts'

/** A whole hub as the launcher starts it, for one file of tests. */
export interface StartedHub extends Pick<HubCommand, 'child' | 'ended' | 'output'> {
  readonly port: number
  readonly origin: string
  /** Its data folder, in which tests may write files as well. */
  readonly folder: string
  /** Runs a command on the hub's keys; answers what it printed. It must not fail. */
  run(...command: string[]): Promise<string>
  stop(): Promise<void>
}

/**
 * Starts a hub on the database server of this test run, under names of its own: starting one for each hub takes seconds.
 * @param upArguments of `hub up`, such as `--empty`
 */
export async function startedHub(
  upArguments: readonly string[],
  settings: Readonly<Record<string, string>> = {},
): Promise<StartedHub> {
  const folder = await mkdtemp(join(tmpdir(), 'hub-e2e-'))
  const port = await freePorts()
  const database = { MONGODB_URI: inject('mongodbUri'), DATABASE_PREFIX: `t${port}-${Date.now().toString(36)}` }
  const up = hubCommand(['up', '--port', String(port), '--data', folder, ...upArguments], { ...database, ...settings })
  const stop = async (): Promise<void> => {
    up.child.kill('SIGINT')
    await up.ended
    await rm(folder, { recursive: true, force: true })
  }
  await up.printed(/Ctrl-C/).catch(async (error: unknown) => {
    await stop()
    throw error
  })
  return {
    ...up,
    port,
    origin: `http://127.0.0.1:${port}`,
    folder,
    async run(...command) {
      const ran = hubCommand([...command, '--data', folder])
      expect([await ran.ended, ran.output()]).toEqual([0, expect.any(String)])
      return ran.output().trim()
    },
    stop,
  }
}
