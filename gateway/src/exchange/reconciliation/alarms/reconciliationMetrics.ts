import { Gauge, type Registry } from 'prom-client'
import type { ReconciliationAlarms } from './reconciliationAlarms.ts'

/** What `/metrics` says of reconciliation: every hub tells what the database knows. */
export class ReconciliationMetrics {
  constructor(registry: Registry, alarms: Pick<ReconciliationAlarms, 'standing'>) {
    new Gauge({
      name: 'hub_exchange_unreconciled',
      help: 'Periods of an agreement whose sums do not close',
      labelNames: ['agreement'],
      registers: [registry],
      async collect() {
        const standing = await alarms.standing().catch(() => undefined)
        if (standing === undefined) return
        this.reset()
        for (const { agreement } of standing) this.inc({ agreement })
      },
    })
  }
}
