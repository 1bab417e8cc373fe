import { HubError } from '@hub/schema/errors/HubError'
import type { InProcessContext } from '../../../execution/divisions/inProcessDivision.ts'
import type { ExchangeStores } from '../../exchangeStores.ts'
import { answerDigests, digestQuestion } from '../tree/digestQuestion.ts'

interface DigestArguments {
  readonly agreement: string
  readonly nodes?: readonly string[] | null
  readonly entries?: readonly string[] | null
}

/** Where sets differ few entries are asked for; nobody takes all holdings at once. */
const MOST_ENTRIES = 5_000

const shape = digestQuestion.pick({ nodes: true, entries: true })

/** Resolver of `Query.heldDigests`: what a partner should hold, told to nobody but the partner of the agreement. */
export function heldDigestsField({ agreements, deliveries }: ExchangeStores) {
  return async (_: unknown, { agreement, nodes, entries }: DigestArguments, context: InProcessContext) => {
    const { caller } = context
    const partner = (await agreements.versionsOf(agreement)).at(-1)?.terms.partner
    // Whether there is an agreement of another partner is nothing that he may know.
    if (deliveries === undefined || partner === undefined || (caller.unit ?? caller.caller) !== partner)
      throw new HubError('BAD_USER_INPUT', `贵单位没有这个协议 / no agreement of yours: ${agreement.slice(0, 100)}`)
    const question = shape.safeParse({ nodes: nodes ?? [], entries: entries ?? [] })
    if (!question.success)
      throw new HubError('BAD_USER_INPUT', '位置为至多 16 位十六进制数 / a place is up to 16 hexadecimal digits')
    return answerDigests(deliveries.holdings.heldBy(agreement).entries(), question.data, MOST_ENTRIES)
  }
}
