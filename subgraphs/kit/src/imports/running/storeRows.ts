import { setTimeout as pause } from 'node:timers/promises'
import type { RecordSource } from '../../family/recordEnvelope.ts'
import { TransactionGivenUp } from '../../store/inTransaction.ts'
import type { RecordStore } from '../../store/recordStore.ts'
import type { PutRequest, WriteContext, WriteOutcome } from '../../store/writeRequest.ts'
import type { JudgedRow } from '../rows/judgeRow.ts'
import type { RowFault } from '../rows/rowReading.ts'
import type { RunContext } from './runContext.ts'

/** A row that nothing holds back, and the subject it is about (none where it is a subject itself). */
export interface LinkedRow {
  judged: JudgedRow
  subjectId?: string | undefined
}

/** What the store made of a row, or why it could not take it. */
export type StoredRow =
  | { outcome: 'created' | 'updated' | 'duplicate'; recordId: string }
  | {
      outcome: 'refused'
      fault: RowFault
      /** Its record is there already: then no duty to report it is left. */
      isReported: boolean
    }

const OUTCOMES = { CREATED: 'created', UPDATED: 'updated', DUPLICATE: 'duplicate' } as const
const TRANSACTION_TOO_LARGE = 358

/**
 * A process that is killed leaves its transaction open on the server, and the rows in it locked, until the server's limit
 * for transactions (60 s by default) has passed.
 */
const PATIENCE_MS = 90_000
const PAUSE_MS = 1_000

/** Writes rows in one transaction. One row that the store can't hold must not keep out the others: then halves are tried. */
export async function storeRows(
  store: Pick<RecordStore, 'write'>,
  rows: readonly LinkedRow[],
  run: RunContext,
): Promise<StoredRow[]> {
  if (rows.length === 0) return []
  try {
    return await put(store, rows, run)
  } catch (error) {
    if (!isOfTheseRows(error)) throw error
    if (rows.length === 1) {
      if (error instanceof TransactionGivenUp) return putPatiently(store, rows, run)
      return [{ outcome: 'refused', fault: faultOf(error), isReported: false }]
    }
    const middle = Math.ceil(rows.length / 2)
    const first = await storeRows(store, rows.slice(0, middle), run)
    return [...first, ...(await storeRows(store, rows.slice(middle), run))]
  }
}

async function put(
  store: Pick<RecordStore, 'write'>,
  rows: readonly LinkedRow[],
  run: RunContext,
): Promise<StoredRow[]> {
  const { importer, operator, provider, batchNo, file } = run
  const isAgain = run.known !== undefined
  const context: WriteContext = { operator, provider, batchNo, ruleSetId: importer.ruleSet.id, isAgain }
  const requests = rows.map((row) => putRequest(row, file))
  return (await store.write(importer.family, requests, context)).map(storedRow)
}

async function putPatiently(
  store: Pick<RecordStore, 'write'>,
  rows: readonly LinkedRow[],
  run: RunContext,
): Promise<StoredRow[]> {
  for (const deadline = Date.now() + PATIENCE_MS; ; ) {
    try {
      return await put(store, rows, run)
    } catch (error) {
      if (!(error instanceof TransactionGivenUp) || Date.now() > deadline) throw error
      await pause(PAUSE_MS)
    }
  }
}

/** What the store is asked to make of a row of a file. */
export function putRequest({ judged, subjectId }: LinkedRow, file: string | undefined): PutRequest {
  const { reading, fields, warnings, row, identity, withdraws } = judged
  const source: RecordSource = {
    line: row.line,
    raw: reading.raw,
    ...(file === undefined ? {} : { file }),
    ...(subjectId === undefined ? {} : { subject: identity }),
  }
  return {
    kind: 'PUT',
    fields,
    subjectId,
    source,
    ...(withdraws ? { withdraws } : {}),
    ...(warnings.length === 0 ? {} : { quality: warnings.map(({ document: _, ...note }) => note) }),
  }
}

/** Reasons of rows whose record is not there. */
const UNREPORTED: ReadonlySet<string> = new Set(['NO_SUBJECT', 'NOTHING_TO_END', 'SEVERAL_TO_END'])

/** What the store made of a row, told as an outcome or as a fault of the row. */
export function storedRow(outcome: WriteOutcome): StoredRow {
  if ('recordId' in outcome) return { outcome: OUTCOMES[outcome.outcome], recordId: outcome.recordId }
  const messages: Record<string, string> = {
    KEYS_OF_SEVERAL_RECORDS: '该行的标识分属几条已有记录',
    RECORD_MERGED: '该主体已并入其他主体，该行须改报并入后的主体',
    RECORD_WITHDRAWN: '该记录已撤回，重新上报须经确认',
    RECORD_REPAIRED: '该记录已修复，重新上报须经确认',
    SUBJECT_REFUSED: '经人工认定该记录不属于此主体，不再自动关联',
    CONTRADICTED_IN_BATCH: '同一批次中同一记录的内容不一致，先到者已入库',
    NO_SUBJECT: '该行没有关联的信用主体',
    NOTHING_TO_END: '该主体没有这样一条在列的记录，无从移出或撤销',
    SEVERAL_TO_END: '该主体有几条这样的在列记录，须注明列入日期或列入决定文号',
    REPORTED_BY_ANOTHER: '该记录由本处室或其他单位上报，外单位的批次不改动它，须由人工判断',
  }
  const { reason } = outcome
  const message = messages[reason] ?? `与已有记录冲突（${reason}）`
  const fault = { rule: `conflict.${reason}`, document: 'HUB-IMPORT', message }
  return { outcome: 'refused', fault, isReported: !UNREPORTED.has(reason) }
}

/** Why a single row cannot be stored, where that is its own fault. */
export function cannotBeStored(error: unknown): RowFault | undefined {
  return isOfTheseRows(error) && !(error instanceof TransactionGivenUp) ? faultOf(error) : undefined
}

const faultOf = (error: Error): RowFault => ({
  rule: 'store',
  document: 'HUB-IMPORT',
  message: `无法入库：${castFaults(error).join('；') || error.message}`,
})

/** What mongoose says of a value that does not fit, without the value: whoever corrects the row sees it in its cell. */
function castFaults(error: Error): string[] {
  if ('errors' in error) return Object.values(error.errors as Record<string, Error>).flatMap(castFaults)
  return 'path' in error && 'kind' in error ? [`${error.path} 不是 ${error.kind}`] : []
}

/** Whether fewer rows could succeed: a value that its type cannot hold, or more than one transaction takes. */
function isOfTheseRows(error: unknown): error is Error {
  if (!(error instanceof Error)) return false
  if (error instanceof TransactionGivenUp) return true
  const isValue = error.name === 'CastError' || error.name === 'ValidationError'
  return isValue || (error as { code?: unknown }).code === TRANSACTION_TOO_LARGE
}
