import { normaliseName } from '@hub/schema/names/normaliseName'

/** What identifies a decision beside its subject. */
interface DecisionFields {
  authority: string
  authorityUscc?: string | null | undefined
  docNo: string
}

/**
 * What makes two rows the same decision: authority, document number, subject (domain guide 3.3).
 * The authority counts by code and by name, since rows of the form of 2015/16 know only its name.
 */
export function decisionKeys(
  family: 'penalty' | 'permit',
  { authority, authorityUscc, docNo }: DecisionFields,
  subjectId: string | undefined,
): string[] {
  const authorities = [normaliseName(authority), ...(authorityUscc ? [authorityUscc] : [])]
  return authorities.map((by) => [family, by, normaliseName(docNo), subjectId].join('|'))
}
