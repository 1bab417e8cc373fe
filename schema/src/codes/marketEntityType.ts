import { codeEntry, codeSet } from './codeSet.ts'

/** What a market entity type (市场主体类型) says about foreign investment. */
export interface MarketEntityKind {
  /** A foreign-invested enterprise, Hong Kong, Macao and Taiwan included. */
  readonly foreignInvestment: boolean
  /** EQUITY 合资, COOPERATIVE 合作; absent for what is no joint venture with a mainland party. */
  readonly jointVenture?: 'EQUITY' | 'COOPERATIVE'
}

/**
 * @param code a code of `codeSetFile`
 * @param codeSetFile `market-entity-types` (GS14 CA16) or `market-entity-types-1998` (statistics)
 * @returns undefined for a code the set does not have
 */
export function marketEntityKind(
  code: string,
  codeSetFile: 'market-entity-types' | 'market-entity-types-1998' = 'market-entity-types',
): MarketEntityKind | undefined {
  const entry = codeEntry(codeSet(codeSetFile), code)
  if (!entry) return undefined
  const foreignInvestment = entry.foreignInvestment === true
  const { jointVenture } = entry
  if (jointVenture === 'EQUITY' || jointVenture === 'COOPERATIVE') return { foreignInvestment, jointVenture }
  return { foreignInvestment }
}
