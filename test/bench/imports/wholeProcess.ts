import { mkdtemp, open, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { hubKeys } from '@hub/scripts/dataFolder/hubKeys'
import { readEnvironment } from '@hub/scripts/environment'
import { importFile } from '@hub/scripts/imports/importFile'
import { HubRun } from '@hub/scripts/launcher/hubRun'
import { ProgressLines } from '@hub/scripts/launcher/progressLines'
import { freePorts } from '../../e2e/launcher/freePorts.ts'
import { type CrashKind, filingsKind, knownEnterprises, registryKind } from '../../resilience/crashes/crashKinds.ts'
import { type ProcessUsage, processUsage } from '../processUsage.ts'

// Imports one large file into a division's process as the launcher starts it, the whole hub and a real database beside
// it, and reads from outside what memory the process takes: after its start, every 25,000 rows, and at the end.
const { values: options } = parseArgs({
  options: {
    rows: { type: 'string', default: '300000' },
    /** `registry`: subjects themselves. `filings`: records that the index links through the hub. */
    kind: { type: 'string', default: 'registry' },
    /** How often the same file is sent. */
    times: { type: 'string', default: '1' },
    goal: { type: 'string', default: '150' },
  },
})
const rows = Number(options.rows)
const STEP = 25_000
const WRITTEN_AT_A_TIME = 1_000
/** Filings are about these. */
const ENTERPRISES = 2_000
/** For what a start leaves to be collected, and for what goes on after it, like the first poll of the index. */
const SETTLING_MS = 8_000

const kind: CrashKind = options.kind === 'filings' ? filingsKind : registryKind

/** The rows come in runs, as the crash series has them, so that the file is never whole in this process either. */
async function writeFileOf(path: string): Promise<void> {
  const file = await open(path, 'w')
  try {
    for (let from = 0, run = 0; from < rows; from += WRITTEN_AT_A_TIME, run++) {
      const some = kind.rowsOf(run, Math.min(WRITTEN_AT_A_TIME, rows - from))
      await file.write(some.map((row) => `${JSON.stringify(row)}\n`).join(''))
    }
  } finally {
    await file.close()
  }
}

function line(when: string, { rssMb, peakRssMb, cpuMs }: ProcessUsage, from: ProcessUsage, took?: number): string {
  const grown = `${(rssMb - from.rssMb).toFixed(0)}`.padStart(5)
  const rate = took === undefined ? '' : `, ${took.toFixed(0)} rows/s`
  const cpu = ((cpuMs - from.cpuMs) / 1000).toFixed(1)
  return `${when.padEnd(22)} ${rssMb.toFixed(0).padStart(5)} MB (+${grown}), highest ${peakRssMb.toFixed(0)} MB, CPU ${cpu} s${rate}`
}

const dataFolder = await mkdtemp(join(tmpdir(), 'hub-bench-process-'))
const progress = new ProgressLines({ write: () => true })
const run = new HubRun({ port: await freePorts(), dataFolder, environment: readEnvironment(), progress })
try {
  await run.claim()
  const database = await run.openDatabase()
  await run.startProcesses(database, await run.composeSupergraph())
  const keys = (await hubKeys(dataFolder)).import
  const send = (division: CrashKind['division'], family: string, file: string, onRows: (rows: number) => void) =>
    importFile({
      ...{ divisionUrl: run.addresses.divisionUrls[division], key: keys[division] },
      ...{ family, file, batchNo: `${family}-1`, onProgress: ({ rows }) => onRows(rows) },
    })
  const file = join(dataFolder, 'rows.jsonl')
  if (kind === filingsKind) {
    const known = await open(file, 'w')
    await known.write(
      knownEnterprises(ENTERPRISES)
        .map((row) => `${JSON.stringify(row)}\n`)
        .join(''),
    )
    await known.close()
    await send('market-order', 'registry', file, () => undefined)
  }
  await writeFileOf(file)
  await pause(SETTLING_MS)
  const pid = run.processes.find(({ name }) => name === kind.division)?.pid
  if (pid === undefined) throw new Error(`${kind.division} does not run`)
  const start = processUsage(pid)
  console.log(`${rows} rows of ${kind.name} on ${database.description}`)
  console.log(line('after start', start, start))
  for (let time = 1; time <= Number(options.times); time++) {
    let next = STEP
    let last = { rows: 0, at: performance.now() }
    const receipt = await send(kind.division, kind.family, file, (done) => {
      if (done < next) return
      const now = performance.now()
      console.log(line(`${done} rows`, processUsage(pid), start, ((done - last.rows) * 1000) / (now - last.at)))
      last = { rows: done, at: now }
      next += STEP
    })
    const { submitted, created, duplicate, unlinked, millis } = receipt
    console.log(
      `${submitted} submitted, ${created} created, ${duplicate} duplicate, ${unlinked} unlinked: ${((submitted * 1000) / millis).toFixed(0)} rows/s`,
    )
  }
  const end = processUsage(pid)
  console.log(line('at the end', end, start))
  const growth = end.peakRssMb - start.rssMb
  console.log(`grew by ${growth.toFixed(0)} MB at most (goal ${options.goal})`)
  if (growth > Number(options.goal)) process.exitCode = 1
} finally {
  await run.stop()
  await rm(dataFolder, { recursive: true, force: true })
}
