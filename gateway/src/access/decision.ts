import { HubError } from '@hub/schema/errors/HubError'

/** What the second person says of a proposal. */
export interface Decision {
  readonly outcome: 'APPROVED' | 'REJECTED'
  readonly by: string
  readonly at: Date
}

/**
 * A decision on what somebody has proposed: no one person opens a door alone (decision 017).
 * @throws HubError HUB_SECOND_PERSON_NEEDED for the proposer himself
 */
export function decisionOn(proposedBy: string, decision: Decision): Decision {
  if (decision.by === proposedBy) throw new HubError('HUB_SECOND_PERSON_NEEDED')
  return decision
}
