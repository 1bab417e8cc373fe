import type { ChangePage, ExportParts } from '../exportPeriod.ts'
import type { FileLog, FileSubject } from '../fileLog.ts'
import { belongsIn } from '../filePlan.ts'
import type { AgreedTable } from './agreedTables.ts'

/** Often enough for the shortest time in which an agreement can have withdrawals: an hour. */
const EVERY_MS = 30 * 60_000

export interface WaitingQuestion {
  /** Of the file that would go ahead. */
  readonly subject: FileSubject
  readonly table: Pick<AgreedTable, 'subject'>
  readonly standard: Parameters<typeof belongsIn>[0]['standard']
  /** What the last file rests on, and what it was; another one is looked at from its end. */
  readonly from: { readonly key: string; readonly after: string | undefined }
  readonly read: ExportParts['read']
  readonly now: Date
}

/**
 * Whether changes that wait for the next file of a schedule withdraw rows that the partner has: content may wait for it,
 * the end of its use may not. It reads on from where it has come.
 */
export class WithdrawalsWaiting {
  private readonly looked = new Map<string, { readonly key: string; readonly after: string }>()
  private readonly goneAt = new Map<string, number>()

  constructor(private readonly log: Pick<FileLog, 'sentRows'>) {}

  async has({ subject, table, standard, from, read, now }: WaitingQuestion): Promise<boolean> {
    const name = `${subject.agreementId}/${subject.message}`
    if (now.getTime() - (this.goneAt.get(name) ?? 0) < EVERY_MS) return false
    const known = this.looked.get(name)
    let after = known?.key === from.key ? known.after : from.after
    for (let hasMore = true; hasMore; ) {
      const page: ChangePage = await read(after)
      const closed = page.events.filter(
        ({ record }) => record === null || !belongsIn({ standard, subject: table.subject }, record),
      )
      const records = closed.map(({ recordId }) => recordId)
      if (records.length > 0 && (await this.log.sentRows(subject, records)).size > 0) {
        this.goneAt.set(name, now.getTime())
        return true
      }
      after = page.next
      // A division that is out is read again in the next round.
      hasMore = page.hasMore && page.behind.length === 0
      this.looked.set(name, { key: from.key, after })
    }
    return false
  }
}
