import { randomUUID } from 'node:crypto'
import type { CallerClaims } from '@hub/schema/access/callerClaims'
import type { Cancellation } from '../../execution/divisions/cancellation.ts'
import { agreementClaims } from '../agreements/agreementClaims.ts'
import type { ExchangeAgreement } from '../agreements/exchangeAgreement.ts'
import type { FeedPage } from '../feed/feedEvent.ts'
import type { FeedReader } from '../feed/feedReader.ts'

/**
 * Reads changes for an agreement: the one way by which deliveries and dry runs come by data, as its partner and nobody
 * else. It begins with a snapshot where there is no cursor.
 * @param client what the evidence names as the reason of the read
 */
export function readForAgreement(
  feed: Pick<FeedReader, 'read'>,
  { terms }: Pick<ExchangeAgreement, 'terms'>,
  { after, first, client, looker, cancellation }: AgreementRead,
): Promise<FeedPage> {
  // Subjects are told apart afterwards: a record that goes to a subject beyond the agreement has to be withdrawn.
  const question = {
    caller: agreementClaims(terms),
    after: after ?? undefined,
    snapshot: after === null,
    families: terms.items.map(({ family }) => family),
    first,
    request: { requestId: randomUUID(), address: '', client, looker },
  }
  return feed.read(question, cancellation)
}

export interface AgreementRead {
  readonly after: string | null
  readonly first: number
  readonly client: string
  /** Who looks at what the partner would get, where it does not go out. */
  readonly looker?: CallerClaims | undefined
  readonly cancellation?: Cancellation | undefined
}
