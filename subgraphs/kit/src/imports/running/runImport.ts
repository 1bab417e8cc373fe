import { shanghaiDate } from '@hub/schema/calendar/shanghaiDate'
import { fileRows } from '@hub/schema/formats/fileRows'
import { halfKnown } from '@hub/schema/formats/headingRule'
import type { RowGroups } from '@hub/schema/formats/rawRow'
import { type BatchLog, newBatchNo } from '../batches/batchLog.ts'
import { type ImportReceipt, ReceiptCounter } from '../batches/importReceipt.ts'
import { namingHeadings } from '../columns/namingHeadings.ts'
import type { Importer } from '../importer.ts'
import { type JudgedRow, judgeRow } from '../rows/judgeRow.ts'
import { chunks } from './chunks.ts'
import { ChunkWriter, type RowPlaces } from './chunkWriter.ts'
import { dryPlaces, type ImportPlaces } from './importPlaces.ts'
import { knownRows } from './knownRows.ts'
import { overlapped } from './overlapped.ts'
import type { RunContext } from './runContext.ts'

/** Rows that one transaction takes. */
const CHUNK_ROWS = 250

/** A file that was sent to a division's door. */
export interface ImportFile {
  bytes: AsyncIterable<Uint8Array>
  /** As the sender calls it. */
  name?: string | undefined
  batchNo?: string | undefined
  operator: string
  /** The organisation outside whose file it is; absent for the division's own. */
  provider?: string | undefined
  /** Says what would become of the rows, and keeps none of them. */
  dryRun?: boolean
  /** Fires when the process stops: the import ends after the chunks at work. */
  signal: AbortSignal
  onProgress: (rows: number) => void
  /** Hears of the record of every row that is or became one. */
  onStored?: (recordId: string) => void
}

/**
 * Takes a file through the pipeline: parse, normalise, rules, link, write; memory stays flat whatever its size.
 * @throws HubError HUB_IMPORT_FILE_REFUSED for a file that cannot be read on, what came in before stays;
 * HUB_IMPORT_HEADINGS_UNKNOWN for one without a heading of the family
 */
export async function runImport(
  importer: Importer,
  file: ImportFile,
  batches: BatchLog,
  places: ImportPlaces,
): Promise<ImportReceipt> {
  const startedAt = new Date()
  const run = runContext(importer, file, startedAt)
  const { batchNo, operator, provider } = run
  if (file.dryRun === true) {
    const isKnown = await batches.isKnown({ _id: batchNo, family: importer.name, provider })
    const known = isKnown ? knownRows(importer, run, places) : undefined
    return takeRows({ ...run, known }, file, dryPlaces(places), startedAt)
  }
  const ruleSetId = importer.ruleSet.id
  const begun = await batches.begin({
    _id: batchNo,
    family: importer.name,
    file: file.name,
    operator,
    ...(provider === undefined ? {} : { provider }),
    ruleSetId,
    startedAt,
  })
  try {
    const known = begun.isKnown ? knownRows(importer, run, places) : undefined
    const receipt = await takeRows({ ...run, known }, file, places, startedAt)
    await batches.end(begun, { state: 'DONE', receipt })
    return receipt
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    await batches.end(begun, { state: file.signal.aborted ? 'INTERRUPTED' : 'FAILED', reason })
    throw error
  }
}

async function takeRows(run: RunContext, file: ImportFile, places: RowPlaces, startedAt: Date): Promise<ImportReceipt> {
  const { importer, batchNo } = run
  const counter = new ReceiptCounter()
  const writer = new ChunkWriter(run, places, counter)
  const { plan } = importer
  const rows = namingHeadings(
    fileRows(
      file.bytes,
      halfKnown((heading) => plan.byHeading(heading) !== undefined),
    ),
    plan,
  )
  await overlapped(chunks(judgedRows(rows, run), CHUNK_ROWS), async (chunk) => {
    file.signal.throwIfAborted()
    counter.submitted += chunk.length
    await writer.write(chunk)
    file.onProgress(counter.decided)
  })
  const millis = Date.now() - startedAt.getTime()
  return counter.receipt({ batchNo, division: importer.family.division, family: importer.name, millis })
}

/** Judging is done while the chunk before is being written: the database is another process. */
async function* judgedRows(groups: RowGroups, { importer, rules, today }: RunContext): AsyncGenerator<JudgedRow[]> {
  for await (const rows of groups) yield rows.map((row) => judgeRow(row, importer, rules, today))
}

function runContext(
  importer: Importer,
  { name, batchNo, operator, provider, onStored }: ImportFile,
  startedAt: Date,
): RunContext {
  const today = shanghaiDate(startedAt)
  return {
    importer,
    batchNo: batchNo ?? newBatchNo(importer.name, startedAt),
    file: name,
    operator,
    provider,
    rules: importer.rulesOn(today),
    today,
    onStored,
  }
}
