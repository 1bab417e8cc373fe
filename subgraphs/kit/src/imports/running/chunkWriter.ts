import type { RecordSource } from '../../family/recordEnvelope.ts'
import type { RecordStore } from '../../store/recordStore.ts'
import type { PutRequest, WriteContext, WriteOutcome } from '../../store/writeRequest.ts'
import type { DoubtQueue } from '../batches/doubtQueue.ts'
import type { ReceiptCounter, RowOutcome } from '../batches/importReceipt.ts'
import type { Importer } from '../importer.ts'
import type { JudgedRow } from '../rows/judgeRow.ts'
import type { RowFault } from '../rows/rowReading.ts'
import type { Rule } from '../rules/ruleSet.ts'

/** What all rows of one run share. */
export interface RunContext {
  importer: Importer
  batchNo: string
  file: string | undefined
  operator: string
  rules: readonly Rule[]
  /** Calendar date of the report. */
  today: string
}

const OUTCOMES = { CREATED: 'created', UPDATED: 'updated', DUPLICATE: 'duplicate' } as const

/** Takes chunks of rows to where they belong, the store or the doubt queue, and counts them. */
export class ChunkWriter {
  constructor(
    private readonly run: RunContext,
    private readonly store: RecordStore,
    private readonly doubts: DoubtQueue,
    private readonly counter: ReceiptCounter,
  ) {}

  async write(rows: readonly JudgedRow[]): Promise<void> {
    await this.doubt(rows.filter(({ faults }) => faults.length > 0))
    await this.put(rows.filter(({ faults }) => faults.length === 0))
  }

  private async put(rows: readonly JudgedRow[]): Promise<void> {
    if (rows.length === 0) return
    try {
      const requests = rows.map((row) => this.request(row))
      await this.countOutcomes(rows, await this.store.write(this.run.importer.family, requests, this.context()))
    } catch (error) {
      if (!isOfTheseRows(error)) throw error
      await this.putApart(rows, error)
    }
  }

  /** One row that the store can't hold must not keep out the others: halves are tried until it stands alone. */
  private async putApart(rows: readonly JudgedRow[], error: Error): Promise<void> {
    const [only] = rows
    if (rows.length === 1 && only !== undefined) {
      await this.doubt([withFault(only, { rule: 'store', message: `无法入库：${error.message}` })])
      return
    }
    const middle = Math.ceil(rows.length / 2)
    await this.put(rows.slice(0, middle))
    await this.put(rows.slice(middle))
  }

  private async countOutcomes(rows: readonly JudgedRow[], outcomes: readonly WriteOutcome[]): Promise<void> {
    const conflicts: JudgedRow[] = []
    rows.forEach((row, index) => {
      const outcome = outcomes[index]
      if (outcome === undefined || 'reason' in outcome) {
        conflicts.push(withFault(row, conflictFault(outcome?.reason ?? '')))
        return
      }
      const counted: RowOutcome = OUTCOMES[outcome.outcome]
      this.counter.count(counted)
      if (row.warnings.length > 0 && counted !== 'duplicate') this.counter.warnings += 1
    })
    await this.doubt(conflicts)
  }

  private async doubt(rows: readonly JudgedRow[]): Promise<void> {
    const { importer, batchNo, file } = this.run
    const { queued, known } = await this.doubts.add(
      rows.map(({ row, faults }) => ({ row, faults })),
      { family: importer.name, batchNo, file, ruleSetId: importer.ruleSet.id },
    )
    this.counter.count('doubtful', queued)
    this.counter.count('duplicate', known)
  }

  private request({ reading, fields, identity: _, warnings, row }: JudgedRow): PutRequest {
    const source: RecordSource = { line: row.line, raw: reading.raw }
    if (this.run.file !== undefined) source.file = this.run.file
    return {
      kind: 'PUT',
      fields,
      source,
      ...(warnings.length === 0 ? {} : { quality: warnings.map(({ document: __, ...note }) => note) }),
    }
  }

  private context(): WriteContext {
    const { operator, batchNo, importer } = this.run
    return { operator, batchNo, ruleSetId: importer.ruleSet.id }
  }
}

function withFault(row: JudgedRow, fault: RowFault): JudgedRow {
  return { ...row, faults: [...row.faults, fault] }
}

function conflictFault(reason: string): RowFault {
  const messages: Record<string, string> = {
    KEYS_OF_SEVERAL_RECORDS: '该行的标识分属几条已有记录',
    RECORD_WITHDRAWN: '该记录已撤回，重新上报须经确认',
    RECORD_REPAIRED: '该记录已修复，重新上报须经确认',
    NO_SUBJECT: '该行没有关联的信用主体',
  }
  return {
    rule: `conflict.${reason}`,
    document: 'HUB-IMPORT',
    message: messages[reason] ?? `与已有记录冲突（${reason}）`,
  }
}

const TRANSACTION_TOO_LARGE = 358

/** Whether fewer rows could succeed: a value that its type cannot hold, or more than one transaction takes. */
function isOfTheseRows(error: unknown): error is Error {
  if (!(error instanceof Error)) return false
  const isValue = error.name === 'CastError' || error.name === 'ValidationError'
  return isValue || (error as { code?: unknown }).code === TRANSACTION_TOO_LARGE
}
