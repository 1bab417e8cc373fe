import { once } from 'node:events'
import { createWriteStream } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { finished } from 'node:stream/promises'
import { demoEnterprise } from './demoEnterprise.ts'
import { type DemoFile, demoFiles } from './demoFiles.ts'
import { DemoRandom } from './demoRandom.ts'
import type { DemoRow } from './demoRow.ts'
import { dirtied } from './dirtied.ts'

/** A stream of choices that no family draws from. */
const DIRT = 1_000

/** How much to invent, and which of the possible worlds. */
export interface DemoScale {
  enterprises: number
  seed: number
}

/** A file of invented rows, ready to be imported by its division. */
export interface WrittenDemoFile extends Pick<DemoFile, 'division' | 'family'> {
  path: string
}

/** Writes one JSON-lines file per record family into a folder; the same scale gives the same bytes. */
export async function writeDemoFiles(folder: string, scale: DemoScale): Promise<WrittenDemoFile[]> {
  await mkdir(folder, { recursive: true })
  const written: WrittenDemoFile[] = []
  for (const file of demoFiles) {
    const path = join(folder, `${file.division}.${file.family}.jsonl`)
    const stream = createWriteStream(path)
    for (const row of demoRows(file, scale)) {
      if (!stream.write(`${JSON.stringify(row)}\n`)) await once(stream, 'drain')
    }
    stream.end()
    await finished(stream)
    written.push({ division: file.division, family: file.family, path })
  }
  return written
}

/** The rows of one family as its division reports them, dirty ones among them, made as they are asked for. */
export function* demoRows(file: DemoFile, scale: DemoScale): Generator<DemoRow> {
  yield* dirtied(cleanRows(file, scale), DemoRandom.of(scale.seed, file.stream, DIRT), file.family === 'registry')
}

/** The rows of one family about all enterprises of a scale. */
function* cleanRows({ stream, rowsOf }: DemoFile, { enterprises, seed }: DemoScale): Generator<DemoRow> {
  for (let number = 1; number <= enterprises; number++) {
    // Every enterprise and every family draws from a stream of its own, so adding a family changes no other.
    const enterprise = demoEnterprise(DemoRandom.of(seed, number, 0), number)
    yield* rowsOf(DemoRandom.of(seed, number, stream), enterprise)
  }
}
