import { checkOrgCode } from '@hub/schema/identifiers/orgCode'
import { checkRegNo15 } from '@hub/schema/identifiers/regNo15'
import { checkUscc } from '@hub/schema/identifiers/uscc'
import { identifierValue, type WrittenIdentifier } from './identifierKey.ts'

/** What the check of an identifier says (GraphQL enum IdentifierCheckStatus). */
export type IdentifierCheckStatus = 'VALID' | 'CHECKSUM_EXCEPTION' | 'INVALID' | 'UNCHECKED'

/**
 * Checks an identifier by the rule of its kind; kinds and old forms without one are UNCHECKED.
 * Registration numbers have a check digit only in the scheme of 15 digits (GS 15-2006).
 */
export function checkIdentifier({ kind, value }: WrittenIdentifier): IdentifierCheckStatus {
  const text = identifierValue({ kind, value })
  if (kind === 'USCC') return checkUscc(text).outcome
  if (kind === 'ORG_CODE') return checkOrgCode(text).valid ? 'VALID' : 'INVALID'
  if (kind === 'REG_NO' && /^\d{15}$/.test(text)) return checkRegNo15(text).valid ? 'VALID' : 'INVALID'
  return 'UNCHECKED'
}
