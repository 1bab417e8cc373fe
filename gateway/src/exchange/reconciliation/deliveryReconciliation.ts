import type { ReadLimits } from '../agreements/agreementStore.ts'
import type { DeliveryLedger } from '../delivery/deliveryLedger.ts'
import type { LedgerPage } from '../delivery/ledgerPage.ts'
import type { ReceiptRow, RowOutcome } from '../receipts/deliveryReceipt.ts'
import {
  noRows,
  type Reconciliation,
  type ReportedRows,
  reconciliation,
  type UnexplainedRow,
} from './reconciliation.ts'

export interface ReconciledTime {
  readonly agreement: string
  readonly from: Date
  /** The first instant that is not of it any more. */
  readonly until: Date
  /** Since when something has been due that is not reported. */
  readonly dueSince?: Date | undefined
}

type PageFacts = Pick<LedgerPage, '_id' | 'number' | 'events' | 'settledAt'>

const countOf: Readonly<Record<RowOutcome, keyof ReportedRows>> = {
  ACCEPTED: 'accepted',
  REFUSED: 'refused',
  OVERTAKEN: 'overtaken',
  DEAD: 'dead',
}

/** Pages whose receipts are read at once. */
const PAGES = 50

/** 对账 of deliveries: the pages of the ledger that were written in a time, against the receipts that are kept of them. */
export async function deliveryReconciliation(
  { pages, receipts }: Pick<DeliveryLedger, 'pages' | 'receipts'>,
  { agreement, from, until, dueSince }: ReconciledTime,
  limits: ReadLimits = {},
): Promise<Reconciliation> {
  const counts: Record<keyof ReportedRows, number> = { ...noRows }
  const unexplained: UnexplainedRow[] = []
  let reported = 0
  const own = { _id: { $gte: `${agreement}:`, $lt: `${agreement};` }, writtenAt: { $gte: from, $lt: until } }
  const projection = { number: 1, events: 1, settledAt: 1 }
  const found = pages.find<PageFacts>(own, { ...limits, projection, batchSize: PAGES })
  let some: PageFacts[] = []
  const take = async (): Promise<void> => {
    const numbers = some.map(({ number }) => number)
    const kept = await receipts.find({ agreement, page: { $in: numbers } }, limits).toArray()
    const rows = new Map(kept.flatMap((receipt) => receipt.rows.map((row) => [row.eventId, row] as const)))
    for (const page of some) {
      reported += page.events.length
      countPage(page, rows, counts, unexplained)
    }
    some = []
  }
  for await (const page of found) {
    some.push(page)
    if (some.length === PAGES) await take()
  }
  await take()
  return reconciliation(reported, counts, { unexplained, dueSince })
}

function countPage(
  page: PageFacts,
  rows: ReadonlyMap<string, ReceiptRow>,
  counts: Record<keyof ReportedRows, number>,
  unexplained: UnexplainedRow[],
): void {
  for (const { id, recordId, version } of page.events) {
    const row = rows.get(id)
    if (row !== undefined) counts[countOf[row.outcome]] += 1
    else if (page.settledAt === null) counts.inFlight += 1
    else unexplained.push({ place: page._id, recordId, version })
  }
}
