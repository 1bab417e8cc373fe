import { codeEntry, codeSet } from '@hub/schema/codes/codeSet'

const entityTypes = [codeSet('market-entity-types'), codeSet('market-entity-types-1998')] as const

/** What a way of contributing (出资方式, GS14 CA22) is called. */
export function contributionModeName(code: string | undefined): string | undefined {
  return code ? codeEntry(codeSet('contribution-modes'), code)?.name : undefined
}

/** What a market entity type is called in the edition it was coded by (`1998`, otherwise GS14 CA16). */
export function marketEntityTypeName(code: string | undefined, edition: string | undefined): string | undefined {
  if (!code) return undefined
  const [current, of1998] = entityTypes
  return codeEntry(edition?.includes(of1998.edition) ? of1998 : current, code)?.name
}
