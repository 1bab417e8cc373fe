import type { SupervisedProcess } from '@hub/scripts/processes/supervisedProcess'
import { childProcesses } from '../e2e/launcher/childProcesses.ts'

/** Kills a process as the kernel would, and starts it again at once. */
export async function killed(supervised: SupervisedProcess): Promise<void> {
  const { pid } = supervised
  if (pid === undefined) throw new Error(`${supervised.name} does not run`)
  // The database runs under a keeper; it is the engine that has to die.
  const [engine] = supervised.name === 'database' ? childProcesses(pid) : []
  process.kill(engine?.pid ?? pid, 'SIGKILL')
  await supervised.restart()
}
