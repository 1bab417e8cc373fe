import { shanghaiDate } from '@hub/schema/calendar/shanghaiDate'
import { HubError } from '@hub/schema/errors/HubError'
import type { InProcessContext } from '../../../execution/divisions/inProcessDivision.ts'
import { type AgreementVersion, agreementOn } from '../../agreements/exchangeAgreement.ts'
import type { ExchangeStores } from '../../exchangeStores.ts'
import { actor, reasonOf } from '../../graph/agreementMutations.ts'
import { toldRun } from './reconciliationViews.ts'

interface Asked {
  readonly agreement: string
  readonly repair?: boolean | null
  readonly reason: string
}

/** Resolver of `Mutation.reconcileAgreement`: the hub that delivers by the agreement does it, between two pages. */
export function reconcileMutation({ agreements, deliveries }: ExchangeStores) {
  return async (_: unknown, { agreement, repair, reason }: Asked, { caller }: InProcessContext) => {
    const by = actor(caller, 'HOLDINGS_RECONCILE')
    const asked = { agreement, by, reason: reasonOf(reason), repairs: repair === true }
    if (deliveries === undefined) throw new HubError('HUB_EXCHANGE_KEYS_MISSING')
    const approved = async (id: string) => (await agreements.versionsOf(id)).filter(isApproved)
    // What does not deliver and has left nothing there mixes with nothing.
    const present = async (id: string) => {
      const versions = await approved(id)
      const isDelivering = agreementOn(versions, shanghaiDate(new Date()))?.standing === 'IN_FORCE'
      return isDelivering || (await deliveries.holdings.heldBy(id).count()) > 0 ? versions : []
    }
    const others = (await agreements.ids()).filter((id) => id !== agreement)
    const fault = comparisonFault(await approved(agreement), await Promise.all(others.map(present)))
    if (fault !== undefined) throw new HubError('BAD_USER_INPUT', fault)
    const open = await deliveries.reconciliations.open(agreement)
    if (open !== undefined)
      throw new HubError('BAD_USER_INPUT', `上一次对账尚未完成 / one is not over yet: ${open._id}`)
    return toldRun(await deliveries.reconciliations.add(asked))
  }
}

const isApproved = ({ decision }: AgreementVersion): boolean => decision?.outcome === 'APPROVED'

/** Why what a partner holds by an agreement cannot be compared; undefined where it can. */
export function comparisonFault(
  versions: readonly AgreementVersion[],
  others: readonly (readonly AgreementVersion[])[],
): string | undefined {
  const last = versions.at(-1)
  if (last === undefined) return '没有这个生效的协议 / there is no such agreement in force'
  const { mode, digestEndpoint } = last.terms
  if (mode === 'FRONT_DATABASE') return undefined
  if (digestEndpoint === undefined)
    return '协议没有 digestEndpoint，只能由接收单位以 heldDigests 自行比对 / without a digestEndpoint only the partner can compare, by heldDigests'
  const families = familiesOf(versions)
  const mixed = others.find((other) => {
    const isSamePlace = other.at(-1)?.terms.digestEndpoint === digestEndpoint
    return isSamePlace && [...familiesOf(other)].some((family) => families.has(family))
  })
  if (mixed === undefined) return undefined
  return `协议 ${mixed[0]?.agreement} 以同一地址对账同一记录类别，无法区分；请各用一址 / reconciles the same families at the same address; give each its own`
}

function familiesOf(versions: readonly AgreementVersion[]): Set<string> {
  return new Set(versions.flatMap(({ terms }) => terms.items.map(({ family }) => family)))
}
