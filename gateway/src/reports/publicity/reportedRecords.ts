import type { ReadLimits } from '../../exchange/agreements/agreementStore.ts'
import type { ExchangeStores } from '../../exchange/exchangeStores.ts'

/** What became of records at those who receive them. */
export interface ReportedRecords {
  /** Sent by any agreement, whether it was answered or not. */
  readonly reported: ReadonlySet<string>
  /** Taken in by a receipt. */
  readonly stored: ReadonlySet<string>
}

/** Records that one question asks about. */
const AT_A_TIME = 500

/** Which of some records have been reported, by delivery or by file, and which of those were taken in. */
export async function reportedRecords(
  { agreements, deliveries, files }: Pick<ExchangeStores, 'agreements' | 'deliveries' | 'files'>,
  recordIds: readonly string[],
  limits: ReadLimits,
): Promise<ReportedRecords> {
  const asked = new Set(recordIds)
  const [reported, stored] = [new Set<string>(), new Set<string>()]
  const ids = await agreements.ids(limits)
  for (let from = 0; from < recordIds.length; from += AT_A_TIME) {
    const some = recordIds.slice(from, from + AT_A_TIME)
    const held = (await deliveries?.holdings.all.find({ recordId: { $in: some } }, limits).toArray()) ?? []
    for (const { recordId, acknowledgedAt } of held) {
      reported.add(recordId)
      if (acknowledgedAt !== null) stored.add(recordId)
    }
    for (const id of ids)
      for (const [recordId, isStored] of await files.given(id, some, limits)) {
        reported.add(recordId)
        if (isStored) stored.add(recordId)
      }
  }
  for await (const recordId of refusedRecords(deliveries, limits)) if (asked.has(recordId)) reported.add(recordId)
  return { reported, stored }
}

/** Records that were sent and refused: of those a partner holds nothing, and only receipts speak. */
async function* refusedRecords(deliveries: ExchangeStores['deliveries'], limits: ReadLimits): AsyncIterable<string> {
  if (deliveries === undefined) return
  const refused = { 'rows.outcome': 'REFUSED' } as const
  const found = deliveries.ledger.receipts.find(refused, { ...limits, projection: { rows: 1 } })
  for await (const { rows } of found)
    for (const { outcome, recordId } of rows) if (outcome === 'REFUSED') yield recordId
}
