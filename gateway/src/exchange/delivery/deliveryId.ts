import { hash } from 'node:crypto'

/** Id of a delivery: the same whenever the same events go together to the same partner. */
export function deliveryId(agreement: string, eventIds: readonly string[]): string {
  return `msg_${hash('sha256', [agreement, ...eventIds].join('\n')).slice(0, 32)}`
}
