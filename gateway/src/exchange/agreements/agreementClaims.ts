import { sectionsOfPurpose } from '@hub/schema/access/accessPurposes'
import type { CallerClaims } from '@hub/schema/access/callerClaims'
import type { AgreementTerms } from './agreementTerms.ts'

/**
 * Who reads when data are read for an agreement: nothing but its terms decides, so nothing above its level, purpose and
 * sections can be read. What the purpose has lost since the agreement was made is not opened.
 */
export function agreementClaims({ partner, level, purpose, sections = [] }: AgreementTerms): CallerClaims {
  const claims = { caller: partner, role: 'CREDIT_PLATFORM', unit: partner } as const
  if (purpose === undefined) return claims
  if (level !== 'AUTHORIZED') return { ...claims, purpose }
  const allowed = sectionsOfPurpose(purpose) ?? []
  return { ...claims, purpose, grants: [{ sections: sections.filter((section) => allowed.includes(section)) }] }
}
