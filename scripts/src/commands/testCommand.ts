import { spawn } from 'node:child_process'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { readEnvironment } from '../environment.ts'
import type { ProgressLines } from '../launcher/progressLines.ts'
import { repositoryFolder } from '../launcher/repository.ts'
import { findBrowser } from '../tests/findBrowser.ts'
import { sumTallies, type TestTally, tallyLine, vitestTally } from '../tests/testTally.ts'

/** Runs a tool of node_modules in the repository, its output straight to ours. */
function runTool(name: string, toolArguments: readonly string[]): Promise<number> {
  return new Promise((resolve, reject) => {
    const tool = join(repositoryFolder, 'node_modules', '.bin', name)
    const child = spawn(tool, toolArguments, { cwd: repositoryFolder, stdio: ['ignore', 'inherit', 'inherit'] })
    child.once('error', reject)
    child.once('exit', (code) => resolve(code ?? 1))
  })
}

/** A check that passes or fails as a whole. */
function wholeCheck(title: string, well: boolean, progress: ProgressLines): TestTally {
  progress.line(`${well ? '✓' : '✗'} ${title}`)
  return { passed: well ? 1 : 0, failed: well ? 0 : 1, skipped: 0 }
}

async function vitest(filters: readonly string[]): Promise<TestTally> {
  const folder = await mkdtemp(join(tmpdir(), 'hub-test-report-'))
  const file = join(folder, 'report.json')
  try {
    const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${file}`]
    const code = await runTool('vitest', ['run', ...reporters, ...filters])
    const report: unknown = await readFile(file, 'utf8').then(JSON.parse, () => undefined)
    return vitestTally(report, code)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

async function checks(isCi: boolean, progress: ProgressLines): Promise<TestTally[]> {
  const lint = wholeCheck('代码规范 lint', (await runTool('biome', ['ci', '.'])) === 0, progress)
  const types = wholeCheck('类型 types', (await runTool('tsc', ['-p', 'tsconfig.json'])) === 0, progress)
  // Elsewhere the browser tests skip themselves; continuous integration must not pass without them.
  if (!isCi) return [lint, types]
  return [lint, types, wholeCheck('Chrome', findBrowser() !== undefined, progress)]
}

/**
 * `hub test`: lint, types and all tests; the last line is the sum of them.
 * @param filters limits the tests to files whose path contains one of these
 * @returns whether nothing failed
 */
export async function testCommand(filters: readonly string[], progress: ProgressLines): Promise<boolean> {
  const { CI } = readEnvironment()
  const tally = sumTallies([...(await checks(CI, progress)), await vitest(filters)])
  progress.line(tallyLine(tally))
  return tally.failed === 0
}
