import { HubError } from '@hub/schema/errors/HubError'
import { HeadWatch } from '../relay/headWatch.ts'
import type { DivisionContext } from '../server/divisionContext.ts'

const LONGEST_WAIT_MS = 5_000
/** Left of the request's time for looking and answering. */
const RESERVE_MS = 500

/**
 * Resolver of the last number of a division's events; waits for one beyond `after` as long as it is told to.
 * @throws HubError BAD_USER_INPUT for a wait of less than 0 or more than 5000 ms
 */
export async function eventHead(
  _root: unknown,
  { after, waitMillis }: { after: number; waitMillis: number },
  { collections, deadline }: DivisionContext,
): Promise<number> {
  if (waitMillis < 0 || waitMillis > LONGEST_WAIT_MS)
    throw new HubError('BAD_USER_INPUT', `waitMillis 应为 0–${LONGEST_WAIT_MS}`)
  return HeadWatch.of(collections).beyond(after, Math.min(waitMillis, deadline.remaining() - RESERVE_MS))
}
