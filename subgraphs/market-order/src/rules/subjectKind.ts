/** What kind of subject a record is about (GraphQL enum SubjectKind). */
export type SubjectKind = 'ORGANISATION' | 'INDIVIDUAL_BUSINESS' | 'NATURAL_PERSON'

/** Category 92 of GB 32100: individual businesses. */
const isIndividualUscc = (uscc: string | null | undefined): boolean => uscc?.startsWith('92') === true

/** What tells the kind of a subject of the index. */
export interface SubjectFacts {
  uscc?: string | null | undefined
  subjectType?: string | null | undefined
  marketEntityType?: string | null | undefined
  personIdNo?: string | null | undefined
}

/** The kind of a subject, from its code, its two-digit type (91) or its market entity type (9999). */
export function subjectKind({ uscc, subjectType, marketEntityType, personIdNo }: SubjectFacts): SubjectKind {
  if (isIndividualUscc(uscc) || subjectType === '91' || marketEntityType === '9999') return 'INDIVIDUAL_BUSINESS'
  return uscc || !personIdNo ? 'ORGANISATION' : 'NATURAL_PERSON'
}

/** What tells whom a decision concerns. */
export interface CounterpartFacts {
  subjectCategory?: string | null | undefined
  subjectUscc?: string | null | undefined
  subjectRegNo?: string | null | undefined
  subjectOrgCode?: string | null | undefined
  subjectTaxNo?: string | null | undefined
  subjectInstitutionNo?: string | null | undefined
  subjectSocialOrganisationNo?: string | null | undefined
}

/**
 * Whom a decision concerns: as reported, or, in forms before 2019, by its numbers.
 * Without category and numbers it counts as a person: a firm's name masked is the smaller harm.
 */
export function counterpartKind({ subjectCategory, ...numbers }: CounterpartFacts): SubjectKind {
  if (isSubjectKind(subjectCategory)) return subjectCategory
  if (isIndividualUscc(numbers.subjectUscc)) return 'INDIVIDUAL_BUSINESS'
  const { subjectUscc, subjectRegNo, subjectOrgCode, subjectTaxNo, subjectInstitutionNo } = numbers
  const known =
    subjectUscc ||
    subjectRegNo ||
    subjectOrgCode ||
    subjectTaxNo ||
    subjectInstitutionNo ||
    numbers.subjectSocialOrganisationNo
  return known ? 'ORGANISATION' : 'NATURAL_PERSON'
}

function isSubjectKind(value: unknown): value is SubjectKind {
  return value === 'ORGANISATION' || value === 'INDIVIDUAL_BUSINESS' || value === 'NATURAL_PERSON'
}
