import { spawn } from 'node:child_process'
import { type FSWatcher, watch } from 'node:fs'
import { join } from 'node:path'
import { divisions } from '@hub/schema/divisions/divisions'
import type { HubRun } from './hubRun.ts'
import type { ProgressLines } from './progressLines.ts'
import { repositoryFolder } from './repository.ts'

const settleMillis = 200
const packages = ['schema', 'gateway', 'subgraphs/kit', ...divisions.map(({ name }) => `subgraphs/${name}`)]

/**
 * Names of the processes that a change concerns: all for the contract, the divisions for the kit, and the gateway
 * with every change of a graph.
 * @param changed paths relative to the repository
 */
export function processesToRestart(changed: readonly string[], names: readonly string[]): string[] {
  const touches = (folder: string) => changed.some((path) => path.startsWith(`${folder}/`))
  const graphChanged = changed.some((path) => path.endsWith('.graphql'))
  return names.filter((name) => {
    if (touches('schema')) return true
    if (name === 'gateway') return touches('gateway') || graphChanged
    return touches('subgraphs/kit') || touches(`subgraphs/${name}`)
  })
}

function build(): Promise<void> {
  const turbo = join(repositoryFolder, 'node_modules', '.bin', 'turbo')
  const turboArguments = ['run', 'build', '--output-logs=errors-only', '--no-update-notifier']
  return new Promise((resolve, reject) => {
    const child = spawn(turbo, turboArguments, { cwd: repositoryFolder, stdio: ['ignore', 'inherit', 'inherit'] })
    child.once('error', reject)
    child.once('exit', (code) => (code === 0 ? resolve() : reject(new Error(`the build ended with code ${code}`))))
  })
}

function isSource(path: string): boolean {
  return /\/(src|graphql|code-sets)\/|\/schema\.graphql$/.test(path) && !path.endsWith('.test.ts')
}

async function applyChanges(changed: readonly string[], run: HubRun, progress: ProgressLines): Promise<void> {
  try {
    await progress.step('重新构建 rebuilding', build)
    await run.composeSupergraph()
    const watched = run.processes.filter(({ name }) => name !== 'database')
    const restart = processesToRestart(
      changed,
      watched.map(({ name }) => name),
    )
    await Promise.all(watched.filter(({ name }) => restart.includes(name)).map((process) => process.restart()))
    progress.line(`↻ ${restart.join(', ')}`)
  } catch (error) {
    // What does not build or compose is put right by the next change; until then the last good one runs.
    progress.line(error instanceof Error ? error.message : String(error))
  }
}

/** Watches the sources; after a change that builds and composes, restarts the processes it concerns. */
export function restartOnChange(run: HubRun, progress: ProgressLines): FSWatcher[] {
  let changed = new Set<string>()
  let timer: NodeJS.Timeout | undefined
  let work = Promise.resolve()
  function note(path: string): void {
    if (!isSource(path)) return
    changed.add(path)
    clearTimeout(timer)
    timer = setTimeout(() => {
      const paths = [...changed]
      changed = new Set()
      work = work.then(() => applyChanges(paths, run, progress))
    }, settleMillis)
  }
  return packages.map((folder) =>
    watch(join(repositoryFolder, folder), { recursive: true }, (_, file) => {
      if (file !== null) note(`${folder}/${file.replaceAll('\\', '/')}`)
    }),
  )
}
