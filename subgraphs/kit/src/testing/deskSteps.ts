import fc from 'fast-check'
import { correctRow, ignoreRow, linkRow, resubmitRow, unlinkByHand } from '../desk/acts/deskActs.ts'
import { deskRowId } from '../desk/deskRow.ts'
import type { ImportReceipt } from '../imports/batches/importReceipt.ts'
import { isWaiting } from '../imports/batches/queuedRow.ts'
import { retryLinks } from '../imports/linking/retryLinks.ts'
import { type DeskBench, officer } from './deskBench.ts'
import { importedRows } from './importedRows.ts'
import { importedFamily, sampleImporter } from './sampleImport.ts'

const SUBJECTS = ['S-虚构甲酒业有限公司', 'S-虚构乙酒业有限公司', 'S-other']
const pick = fc.nat({ max: 20 })
const batchNo = fc.constantFrom('B1', 'B2', 'B3')
const reason = '演示理由'

/** One thing that happens to a division: a file comes, the index learns or forgets, an officer acts on what waits. */
export type DeskStep =
  | { step: 'IMPORT'; rows: object[]; batchNo: string }
  | { step: 'IMPORT_AGAIN'; pick: number }
  | { step: 'TEACH'; subjectId: string | undefined }
  | { step: 'CORRECT'; pick: number; cells: { heading: string; text: string }[] }
  | { step: 'IGNORE' | 'RESUBMIT' | 'UNLINK'; pick: number }
  | { step: 'UNLINK_LAST'; pick: number }
  | { step: 'LINK'; pick: number; subjectId: string }

const cells = fc.uniqueArray(
  fc.oneof(
    fc.record({ heading: fc.constant('issuedOn'), text: fc.constantFrom('2024-01-05', '前天') }),
    fc.record({ heading: fc.constant('subjectName'), text: fc.constantFrom('虚构甲酒业有限公司', '虚构未知有限公司') }),
    fc.record({ heading: fc.constant('noteNo'), text: fc.constantFrom('甲1', '乙9') }),
    fc.record({ heading: fc.constant('kind'), text: fc.constantFrom('普通', '') }),
  ),
  { minLength: 1, maxLength: 3, selector: ({ heading }) => heading },
)

/** Sequences of steps that begin with a file. */
export const deskSteps: fc.Arbitrary<DeskStep[]> = fc
  .tuple(
    fc.record({ step: fc.constant('IMPORT' as const), rows: importedRows, batchNo }),
    fc.array(
      fc.oneof(
        fc.record({ step: fc.constant('IMPORT' as const), rows: importedRows, batchNo }),
        fc.record({ step: fc.constant('IMPORT_AGAIN' as const), pick }),
        fc.record({ step: fc.constant('TEACH' as const), subjectId: fc.constantFrom(undefined, ...SUBJECTS) }),
        { arbitrary: fc.record({ step: fc.constant('CORRECT' as const), pick, cells }), weight: 3 },
        { arbitrary: fc.record({ step: fc.constantFrom('IGNORE' as const, 'RESUBMIT' as const), pick }), weight: 2 },
        { arbitrary: fc.record({ step: fc.constantFrom('UNLINK' as const, 'UNLINK_LAST' as const), pick }), weight: 3 },
        {
          arbitrary: fc.record({ step: fc.constant('LINK' as const), pick, subjectId: fc.constantFrom(...SUBJECTS) }),
          weight: 3,
        },
      ),
      { maxLength: 10 },
    ),
  )
  .map(([first, others]) => [first, ...others])

/** Carries steps out, each row of a file marked so that it can be found again wherever it goes. */
export class DeskWalk {
  private readonly sent: { rows: object[]; batchNo: string }[] = []
  private rows = 0

  constructor(private readonly bench: DeskBench) {}

  async take(step: DeskStep): Promise<void> {
    const { desk, index } = this.bench
    switch (step.step) {
      case 'IMPORT':
        return this.send({ batchNo: step.batchNo, rows: step.rows.map((row) => ({ ...row, mark: `r${this.rows++}` })) })
      case 'IMPORT_AGAIN': {
        const again = chosen(this.sent, step.pick)
        return again && this.send(again)
      }
      case 'TEACH':
        if (step.subjectId === undefined) index.delete('虚构未知有限公司')
        else index.set('虚构未知有限公司', step.subjectId)
        await retryLinks(sampleImporter, this.bench.places, new Date(Date.now() + 86_400_000))
        return
      case 'UNLINK':
      case 'UNLINK_LAST': {
        const { current } = this.bench.records.modelsOf(importedFamily)
        const standing = await current.find({ recordState: 'CURRENT' }).sort({ recordId: 1 }).toArray()
        const record = chosen(standing, step.pick)
        const fromVersion = step.step === 'UNLINK' ? 1 : record?.version
        if (record !== undefined) await unlinkByHand(desk, { recordId: record.recordId, fromVersion, reason }, officer)
        return
      }
      default: {
        const rowId = chosen(await this.open(), step.pick)
        if (rowId === undefined) return
        if (step.step === 'CORRECT') await correctRow(desk, { rowId, cells: step.cells, reason }, officer)
        else if (step.step === 'RESUBMIT') await resubmitRow(desk, { rowId, reason }, officer)
        else if (step.step === 'LINK') await linkRow(desk, { rowId, subjectId: step.subjectId, reason }, officer)
        else await ignoreRow(desk, { rowId, reason }, officer).catch(unlessSettled)
      }
    }
  }

  /** Sends every file once more, under its batch number. */
  async sendAllAgain(): Promise<ImportReceipt[]> {
    const receipts: ImportReceipt[] = []
    for (const { rows, batchNo: _id } of this.sent) receipts.push(await this.bench.send(rows, { batchNo: _id }))
    return receipts
  }

  /** Rows of both queues that wait or were ignored. */
  private async open(): Promise<string[]> {
    const { doubts, unlinked } = this.bench.imports
    const held = await doubts.find({}, { sort: { _id: 1 } }).toArray()
    const waiting = await unlinked.find({}, { sort: { _id: 1 } }).toArray()
    const isOpen = (row: (typeof held | typeof waiting)[number]) => isWaiting(row) || row.state === 'IGNORED'
    return [
      ...held.filter(isOpen).map((row) => deskRowId({ queue: 'doubts', row })),
      ...waiting.filter(isOpen).map((row) => deskRowId({ queue: 'unlinked', row })),
    ]
  }

  private async send(file: { rows: object[]; batchNo: string }): Promise<void> {
    this.sent.push(file)
    await this.bench.send(file.rows, { batchNo: file.batchNo })
  }
}

function chosen<Item>(items: readonly Item[], index: number): Item | undefined {
  return items[index % Math.max(1, items.length)]
}

function unlessSettled(error: { code?: string }): undefined {
  if (error.code !== 'HUB_ROW_SETTLED') throw error
  return undefined
}
