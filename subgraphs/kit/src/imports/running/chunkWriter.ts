import type { RawRow } from '@hub/schema/formats/rawRow'
import type { RecordStore } from '../../store/recordStore.ts'
import type { AboutDoubt, DoubtQueue } from '../batches/doubtQueue.ts'
import type { ReceiptCounter } from '../batches/importReceipt.ts'
import type { RowKey } from '../batches/queuedRow.ts'
import type { UnlinkedQueue } from '../batches/unlinkedQueue.ts'
import type { RefusedLinks } from '../linking/refusedLinks.ts'
import type { LinkAnswer, SubjectLinker } from '../linking/subjectLinker.ts'
import type { JudgedRow } from '../rows/judgeRow.ts'
import type { RowFault } from '../rows/rowReading.ts'
import { saysTheSame } from '../rows/saysTheSame.ts'
import type { RunContext } from './runContext.ts'
import { type LinkedRow, storeRows } from './storeRows.ts'

/** Where the rows of a file can go. */
export interface RowPlaces {
  store: Pick<RecordStore, 'write'>
  link: SubjectLinker
  rowKey: RowKey
  refused: Pick<RefusedLinks, 'among'>
  doubts: Pick<DoubtQueue, 'add' | 'corrected' | 'about'>
  unlinked: Pick<UnlinkedQueue, 'add'>
}

const OF_ANOTHER = {
  rule: 'correction.OF_ANOTHER',
  document: 'HUB-IMPORT',
  message: '该编号的疑问数据由另一单位上报，须作为该单位的数据更正（hub import --provider）',
}

/** Takes chunks of judged rows to where they belong, the store or one of the two queues, and counts them. */
export class ChunkWriter {
  constructor(
    private readonly run: RunContext,
    private readonly places: RowPlaces,
    private readonly counter: ReceiptCounter,
  ) {}

  async write(chunk: readonly JudgedRow[]): Promise<void> {
    const rows = await this.corrections(await this.unknown(chunk))
    await this.doubt(rows.filter(({ faults }) => faults.length > 0))
    await this.put(await this.linked(rows.filter(({ faults }) => faults.length === 0)))
  }

  /** Rows that an earlier run of the batch has brought are duplicates, whatever has become of them since. */
  private async unknown(rows: readonly JudgedRow[]): Promise<readonly JudgedRow[]> {
    const known = await this.run.known?.(rows)
    if (known === undefined || known.size === 0) return rows
    this.counter.count('duplicate', known.size)
    for (const recordId of known.values()) if (recordId !== undefined) this.run.onStored?.(recordId)
    return rows.filter((_, index) => !known.has(index))
  }

  /**
   * What corrects a doubt whose record is there already leaves no duty either, whatever becomes of it. A doubt of another
   * organisation's row is not settled by it: the record would be nobody's or the wrong one's.
   */
  private async corrections(rows: readonly JudgedRow[]): Promise<readonly JudgedRow[]> {
    const about = await this.places.doubts.about(rows.flatMap(({ corrects }) => corrects ?? []))
    if (about.size === 0) return rows
    return rows.map((judged) => {
      const doubt = about.get(judged.corrects ?? '')
      if (doubt === undefined) return judged
      const isOwn = (doubt.provider ?? undefined) === this.run.provider
      return isOwn
        ? { ...judged, row: this.asQueued(judged.row, doubt), isReported: doubt.isReported }
        : { ...judged, corrects: undefined, faults: [...judged.faults, OF_ANOTHER] }
    })
  }

  /** A correction that corrects nothing is the row of the doubt itself, by that one's headings. */
  private asQueued(row: RawRow, { cells, reported = cells }: AboutDoubt): RawRow {
    return saysTheSame(row.cells, cells, this.run.importer.plan) ? { ...row, cells: reported } : row
  }

  private async linked(rows: readonly JudgedRow[]): Promise<LinkedRow[]> {
    if (this.run.importer.family.isSubject || rows.length === 0) return rows.map((judged) => ({ judged }))
    const answers = await this.places.link(rows.map(({ identity }) => identity))
    const linked: LinkedRow[] = []
    const waiting: { judged: JudgedRow; answer: LinkAnswer }[] = []
    rows.forEach((judged, index) => {
      const answer = answers[index] ?? { outcome: 'UNAVAILABLE', candidates: [] }
      if (answer.subjectId === undefined) waiting.push({ judged, answer })
      else linked.push({ judged, subjectId: answer.subjectId })
    })
    await this.places.doubts.corrected(
      waiting.flatMap(({ judged: { corrects } }) => corrects ?? []),
      'PROCESSED',
      this.run.batchNo,
    )
    for (const { judged, answer } of waiting) {
      this.counter.noteReasons('UNLINKED', [{ reason: answer.outcome }], judged.row.line)
    }
    const { queued, known } = await this.places.unlinked.add(waiting, this.batch())
    this.counter.count('unlinked', queued)
    this.counter.count('duplicate', known)
    return this.unrefused(linked)
  }

  /** Rows whose link a person has undone are known: they wait, or stand with another subject by now. */
  private async unrefused(linked: LinkedRow[]): Promise<LinkedRow[]> {
    const refused = await this.places.refused.among(this.run.importer.name, linked)
    this.counter.count('duplicate', refused.size)
    return refused.size === 0 ? linked : linked.filter((_, index) => !refused.has(index))
  }

  private async put(rows: readonly LinkedRow[]): Promise<void> {
    const stored = await storeRows(this.places.store, rows, this.run)
    const refused: JudgedRow[] = []
    const settled: string[] = []
    rows.forEach(({ judged }, index) => {
      const result = stored[index]
      if (result === undefined) return
      if (judged.corrects !== undefined && result.outcome !== 'refused') settled.push(judged.corrects)
      if (result.outcome === 'refused') {
        refused.push({ ...judged, faults: [result.fault], isReported: judged.isReported || result.isReported })
        return
      }
      this.counter.count(result.outcome)
      this.run.onStored?.(result.recordId)
      if (result.outcome !== 'duplicate') this.remark(judged)
    })
    await this.places.doubts.corrected(settled, 'PROCESSED', this.run.batchNo)
    await this.doubt(refused)
  }

  private remark({ row, warnings }: JudgedRow): void {
    if (warnings.length === 0) return
    this.counter.warnings += 1
    this.counter.noteReasons(undefined, warnings.map(brokenRule), row.line)
  }

  private async doubt(rows: readonly JudgedRow[]): Promise<void> {
    for (const { row, faults } of rows) this.counter.noteReasons('DOUBTFUL', faults.map(brokenRule), row.line)
    const { queued, known } = await this.places.doubts.add(rows, this.batch())
    // A correction sent without a change is the doubt itself, which goes on waiting.
    const changed = rows.flatMap(({ row, corrects }) =>
      corrects === undefined || corrects === this.places.rowKey(this.run.importer.name, row.cells, this.run.provider)
        ? []
        : [corrects],
    )
    await this.places.doubts.corrected(changed, 'MODIFIED', this.run.batchNo)
    this.counter.count('doubtful', queued)
    this.counter.count('duplicate', known)
  }

  private batch() {
    const { importer, batchNo, file, operator, provider } = this.run
    return { family: importer.name, batchNo, file, operator, provider, ruleSetId: importer.ruleSet.id }
  }
}

const brokenRule = ({ rule, field }: RowFault) => ({ reason: rule, field })
