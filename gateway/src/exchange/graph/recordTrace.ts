import type { AgreementStore } from '../agreements/agreementStore.ts'
import type { DeliveryStores } from '../delivery/deliveryStores.ts'
import type { FileLog } from '../files/fileLog.ts'
import { familyOf, fileTables } from '../files/runs/fileTable.ts'

interface TraceSources {
  readonly agreements: AgreementStore
  readonly deliveries: DeliveryStores | undefined
  readonly files: FileLog
}

/** Resolver of `ExchangeViews.trace`: who has a record, in which version, and since when; by deliveries and by files. */
export function recordTrace({ agreements, deliveries, files }: TraceSources) {
  return async (_: unknown, { recordId }: { readonly recordId: string }): Promise<object[]> => {
    const [delivered, filed] = await Promise.all([
      deliveredTo(agreements, deliveries, recordId),
      filedTo(agreements, files, recordId),
    ])
    return [...delivered, ...filed]
  }
}

async function deliveredTo(agreements: AgreementStore, deliveries: DeliveryStores | undefined, recordId: string) {
  const { holdings } = deliveries ?? {}
  if (holdings === undefined) return []
  const found = await holdings.ofRecord(recordId)
  const open = await holdings.withdrawals.find({ _id: { $in: found.map(({ _id }) => _id) } }).toArray()
  const due = new Map(open.map(({ _id, dueAt }) => [_id, dueAt]))
  return Promise.all(
    found.map(async (holding) => ({
      ...holding,
      partner: (await agreements.versionsOf(holding.agreement))[0]?.terms.partner,
      withdrawalDueAt: due.get(holding._id),
    })),
  )
}

async function filedTo(agreements: AgreementStore, files: FileLog, recordId: string): Promise<object[]> {
  const found = await Promise.all(
    (await agreements.ids()).map(async (agreement) => {
      const terms = (await agreements.versionsOf(agreement))[0]?.terms
      if (terms?.mode !== 'FILE') return []
      const rows = await files.givenOf(agreement, recordId)
      return rows.map(({ message, receiptAt, ...row }) => ({
        ...{ agreement, partner: terms.partner, family: familyOfMessage(message), recordId, ...row },
        state: row.withdrawnIn === undefined ? 'HELD' : 'CLOSED',
        acknowledgedAt: receiptAt,
      }))
    }),
  )
  return found.flat()
}

/** The last characters of 报文号 name its table. */
function familyOfMessage(message: string): string | undefined {
  const table = fileTables('SGS-2019').find(({ number }) => message.endsWith(number))
  return table && familyOf(table)
}
