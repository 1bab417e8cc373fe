import { execFileSync } from 'node:child_process'
import { createReadStream, mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { fileRows } from '@hub/schema/formats/fileRows'
import { halfKnown } from '@hub/schema/formats/headingRule'
import { type Format, HEADINGS, writeLargeFile } from './largeFile.ts'

// Reads a large file of each format and says how fast, and by how much the process grew; fails beyond the bound.
const { values: options } = parseArgs({
  options: {
    rows: { type: 'string', default: '100000' },
    formats: { type: 'string', default: 'csv.gz,xml,xlsx' },
    /** Largest growth in MB. */
    growth: { type: 'string', default: '150' },
    /** In processes of their own, so that neither writing nor another format is in what is measured. */
    write: { type: 'string' },
    read: { type: 'string' },
  },
})
const rows = Number(options.rows)
const script = fileURLToPath(import.meta.url)
const megabytes = (bytes: number): number => Math.round(bytes / 1_000_000)

async function read(path: string): Promise<void> {
  const known = new Set<string>(HEADINGS)
  const before = process.memoryUsage().rss
  let peak = before
  let count = 0
  const began = performance.now()
  for await (const group of fileRows(
    createReadStream(path),
    halfKnown((heading) => known.has(heading)),
  )) {
    count += group.length
    peak = Math.max(peak, process.memoryUsage.rss())
  }
  const seconds = (performance.now() - began) / 1000
  const { user, system } = process.cpuUsage()
  const growth = megabytes(peak - before)
  process.stdout.write(
    `${megabytes(statSync(path).size)} MB, ${count} rows, ${Math.round(count / seconds)} rows/s, ${Math.round((count * 1e6) / (user + system))} rows per CPU second, RSS +${growth} MB\n`,
  )
  if (count !== rows) throw new Error(`${count} rows were read of ${rows}`)
  if (growth > Number(options.growth)) throw new Error(`The process grew by ${growth} MB`)
}

function measureAll(): void {
  const folder = mkdtempSync(join(tmpdir(), 'hub-formats-'))
  try {
    for (const format of options.formats.split(',')) {
      const path = join(folder, `rows.${format}`)
      const run = (step: string): string =>
        execFileSync(process.execPath, [script, step, path, '--rows', options.rows, '--growth', options.growth], {
          encoding: 'utf8',
          stdio: ['ignore', 'pipe', 'inherit'],
        })
      run('--write')
      process.stdout.write(`${format}: ${run('--read')}`)
    }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

if (options.write !== undefined) {
  await writeLargeFile(options.write, options.write.replace(/^.*rows\./, '') as Format, rows)
} else if (options.read !== undefined) await read(options.read)
else measureAll()
