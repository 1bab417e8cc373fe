import { isNot, isNotFalse } from '@hub/kit/access/recordVisibility'
import { sensitive, sensitiveIfCitizenId } from '@hub/kit/family/sensitive'
import { searchableName } from '@hub/kit/query/fieldFilter'
import { type CounterpartFacts, counterpartKind } from '../rules/subjectKind.ts'

/** Whom a decision concerns, as penalties and permits both store it (domain guide 3.3). */
export const counterpartDefinition = {
  subjectName: String,
  subjectCategory: String,
  subjectUscc: sensitiveIfCitizenId,
  subjectRegNo: sensitiveIfCitizenId,
  subjectOrgCode: sensitiveIfCitizenId,
  subjectTaxNo: sensitiveIfCitizenId,
  subjectInstitutionNo: sensitiveIfCitizenId,
  subjectSocialOrganisationNo: sensitiveIfCitizenId,
  legalRepName: String,
  legalRepIdType: String,
  legalRepIdNo: sensitive,
  personIdType: String,
  personIdNo: sensitive,
} as const

/** Fields of the form of 2015/16 that have no place in the later ones, and what both families say of publication. */
export const decisionDefinition = {
  remark: String,
  legacyState: String,
  localCode: String,
  sourceUpdatedAt: Date,
  revoked: { reason: String, date: String, docNo: String },
  published: Boolean,
  unpublishedBasis: String,
} as const

/** Decisions that are published: not about natural persons, and not held back by whoever made them. */
export const publicDecision = [isNot('counterpartKind', 'NATURAL_PERSON'), isNotFalse('published')] as const

/** What the counterpart of a decision is searched by; natural persons are not searched by name. */
export function searchableCounterpart(
  fields: CounterpartFacts & { subjectName?: string | null },
): Record<string, unknown> {
  const kind = counterpartKind(fields)
  const isSearchable = kind !== 'NATURAL_PERSON' && fields.subjectName
  return { counterpartKind: kind, ...(isSearchable ? searchableName('subjectName', fields.subjectName ?? '') : {}) }
}
