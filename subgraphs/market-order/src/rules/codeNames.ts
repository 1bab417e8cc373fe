import { codeEntry, codeSet } from '@hub/schema/codes/codeSet'

type Code = string | null | undefined

const penaltyCategories = [codeSet('penalty-categories'), codeSet('penalty-categories-2021')]

/** What a code of a code set is called; nothing for an unknown or absent one. */
export function codeName(set: string, code: Code): string | undefined {
  return code ? codeEntry(codeSet(set), code)?.name : undefined
}

/** What a penalty's category is called: by its code of 2018/2019, or by its name where that is the code (2021). */
export function penaltyCategoryName(code: string): string {
  for (const set of penaltyCategories) {
    const entry = codeEntry(set, code)
    if (entry !== undefined) return entry.name
  }
  return code
}

/** What a market entity type is called in the edition it was coded by (`1998`, otherwise GS14 CA16). */
export function marketEntityTypeName(code: Code, edition: Code): string | undefined {
  return codeName(edition?.includes('1998') ? 'market-entity-types-1998' : 'market-entity-types', code)
}
