import { isClosing } from '@hub/gateway/exchange/agreements/agreementScope'
import { type CommittedChange, committedIdOf } from './deliveryFaults.ts'

/**
 * Which of the ids that came again with another content are a fault: all of what was never committed, and those of
 * records that were never closed. Of one that was closed, what came with content may come again without.
 */
export function conflictFaults(
  conflicts: readonly string[],
  committed: readonly Pick<CommittedChange, 'id' | 'kind' | 'recordId'>[],
): string[] {
  const recordOf = new Map(committed.map(({ id, recordId }) => [id, recordId]))
  const closed = new Set(committed.filter(isClosing).map(({ recordId }) => recordId))
  return conflicts.flatMap((id) => {
    const recordId = recordOf.get(committedIdOf(id))
    if (recordId === undefined) return [`${id} came twice with different contents and was never committed`]
    return closed.has(recordId) ? [] : [`${id} of ${recordId} came twice with different contents`]
  })
}
