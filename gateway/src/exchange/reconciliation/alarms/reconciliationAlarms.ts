import type { mongo } from 'mongoose'
import type { ReadLimits } from '../../agreements/agreementStore.ts'
import type { ReconciledPeriod } from '../reconcilePeriod.ts'
import type { Reconciliation, UnexplainedRow } from '../reconciliation.ts'

/** Rows that are named; how many there are is told beside. */
const NAMED = 200

/** An agreement's period whose sums do not close. */
export interface ReconciliationAlarm extends ReconciledPeriod {
  /** `agreement:from`. */
  readonly _id: string
  readonly agreement: string
  /** When it was seen first, and last. */
  readonly since: Date
  readonly at: Date
  readonly reported: number
  /** Rows of which is known what became of them. */
  readonly accounted: number
  readonly dueSince: Date | null
  readonly unexplainedCount: number
  /** The first of them. */
  readonly unexplained: readonly UnexplainedRow[]
}

/** Alarms of reconciliation that stand, in the hub's database. */
export class ReconciliationAlarms {
  private readonly alarms: mongo.Collection<ReconciliationAlarm>

  constructor(db: mongo.Db) {
    this.alarms = db.collection('exchange_reconciliation_alarms')
  }

  /** Those of an agreement, or of all, the oldest period first. */
  standing(agreement?: string, limits: ReadLimits = {}): Promise<ReconciliationAlarm[]> {
    return this.alarms
      .find(agreement === undefined ? {} : { agreement }, limits)
      .sort({ _id: 1 })
      .toArray()
  }

  /**
   * Keeps what a reconciliation has found: an alarm where it does not close, none where it does.
   * @returns whether it is raised or cleared by this
   */
  async keep(
    agreement: string,
    period: ReconciledPeriod,
    found: Reconciliation,
  ): Promise<'RAISED' | 'CLEARED' | undefined> {
    const _id = `${agreement}:${period.from}`
    if (found.closes) {
      const { deletedCount } = await this.alarms.deleteOne({ _id })
      return deletedCount === 1 ? 'CLEARED' : undefined
    }
    const { reported, dueSince, unexplained } = found
    const facts = {
      ...{ agreement, ...period, at: new Date(), reported, accounted: accounted(found), dueSince: dueSince ?? null },
      ...{ unexplainedCount: unexplained.length, unexplained: unexplained.slice(0, NAMED) },
    }
    const update = { $set: facts, $setOnInsert: { since: facts.at } }
    const { upsertedCount } = await this.alarms.updateOne({ _id }, update, { upsert: true })
    return upsertedCount === 1 ? 'RAISED' : undefined
  }
}

function accounted({
  accepted,
  doubt,
  unlinked,
  duplicate,
  refused,
  overtaken,
  dead,
  inFlight,
}: Reconciliation): number {
  return accepted + doubt + unlinked + duplicate + refused + overtaken + dead + inFlight
}
