import type { FamilyFields } from '../../family/recordFamily.ts'

/** Kinds of identifier that rows name subjects by (GraphQL enum IdentifierKind of market-order). */
export type SubjectIdentifierKind =
  | 'USCC'
  | 'ORG_CODE'
  | 'REG_NO'
  | 'TAX_NO'
  | 'LEGACY_FIE_NO'
  | 'INSTITUTION_NO'
  | 'SOCIAL_ORGANISATION_NO'
  | 'PERSON_ID'

/** By what a row names the subject it is about; the shape of market-order's input SubjectKey. */
export interface SubjectIdentity {
  identifiers: { kind: SubjectIdentifierKind; value: string }[]
  name?: string
  /** Day of the fact: a former name counts in its time. */
  on?: string
}

const IDENTIFIER_FIELDS: Record<string, SubjectIdentifierKind> = {
  subjectUscc: 'USCC',
  subjectOrgCode: 'ORG_CODE',
  subjectRegNo: 'REG_NO',
  subjectTaxNo: 'TAX_NO',
  subjectLegacyNo: 'LEGACY_FIE_NO',
  subjectInstitutionNo: 'INSTITUTION_NO',
  subjectSocialOrganisationNo: 'SOCIAL_ORGANISATION_NO',
  personIdNo: 'PERSON_ID',
}

/**
 * Takes the subject's name and numbers from a row's values.
 * @param on day of the fact that the row reports, YYYY-MM-DD
 */
export function subjectIdentity(values: FamilyFields, on: string | undefined): SubjectIdentity {
  const identifiers = Object.entries(IDENTIFIER_FIELDS).flatMap(([field, kind]) => {
    const value = values[field]
    return typeof value === 'string' ? [{ kind, value }] : []
  })
  const { subjectName } = values
  return {
    identifiers,
    ...(typeof subjectName === 'string' ? { name: subjectName } : {}),
    ...(on === undefined ? {} : { on }),
  }
}
