import { ratiosConfirmed, requiredCapital, requiredForeignShare } from './capitalRatio.ts'
import { toMillionths, toTwoPlaces } from './exactDecimal.ts'

/** Money as stored; `amount` writes itself as a decimal. */
interface StoredMoney {
  amount?: { toString(): string }
  unit?: string
  currency?: string
}

/** What the check looks at in a venture, as stored. */
export interface RatioFields {
  totalInvestment?: StoredMoney
  registeredCapital?: StoredMoney
  foreignParties?: readonly { shareRatio?: { toString(): string } }[]
  approvedOn?: string
  termFrom?: string
}

/** Answer of the check (GraphQL type RatioCheck): a remark for the division, never a finding of fact. */
export interface RatioCheck {
  outcome: 'MET' | 'BELOW' | 'NOT_COMPARABLE'
  /** 万美元, two places. */
  requiredCapital?: string
  foreignShareMet?: boolean
  ruleConfirmed: boolean
}

/** Holds a venture against the capital ratio of 1987 and the least foreign share of the law it was founded under. */
export function checkRatios(venture: RatioFields): RatioCheck {
  const foundedOn = venture.approvedOn ?? venture.termFrom
  const foreignShareMet = isForeignShareMet(venture.foreignParties ?? [], requiredForeignShare(foundedOn))
  return {
    ...capitalFinding(venture, foundedOn),
    ...(foreignShareMet === undefined ? {} : { foreignShareMet }),
    ruleConfirmed: ratiosConfirmed,
  }
}

function capitalFinding({ totalInvestment, registeredCapital }: RatioFields, foundedOn: string | undefined) {
  const total = inTenThousandDollars(totalInvestment)
  const required = total === undefined ? undefined : requiredCapital(total, foundedOn)
  if (required === undefined) return { outcome: 'NOT_COMPARABLE' as const }
  const capital = inTenThousandDollars(registeredCapital)
  const requiredText = { requiredCapital: toTwoPlaces(required) }
  if (capital === undefined) return { outcome: 'NOT_COMPARABLE' as const, ...requiredText }
  return { outcome: capital >= required ? ('MET' as const) : ('BELOW' as const), ...requiredText }
}

/** Only dollars can be held against a rule in dollars: rates of the day are not on file. */
function inTenThousandDollars(money: StoredMoney | undefined): bigint | undefined {
  if (money?.amount === undefined || money.currency !== 'USD') return undefined
  const amount = toMillionths(money.amount.toString())
  if (amount === undefined || money.unit === 'WAN') return amount
  return money.unit === 'YUAN' ? amount / 10_000n : undefined
}

function isForeignShareMet(parties: NonNullable<RatioFields['foreignParties']>, least: bigint | undefined) {
  const shares = parties.map(({ shareRatio }) =>
    shareRatio === undefined ? undefined : toMillionths(shareRatio.toString()),
  )
  if (least === undefined || shares.length === 0 || shares.includes(undefined)) return undefined
  return shares.reduce<bigint>((sum, share) => sum + (share ?? 0n), 0n) >= least
}
