import { checkDivisionCode } from '../codes/divisionCode.ts'
import type { CallerClaims, Role } from './callerClaims.ts'

/** Roles that work for a division, and whether they must say which. */
const DIVISION_OF: Partial<Record<Role, 'required' | 'allowed'>> = {
  OFFICER: 'required',
  DIVISION_SERVICE: 'required',
  ANALYST: 'allowed',
  LICENSING_WINDOW: 'allowed',
}

/**
 * What is wrong with claims, in one sentence; undefined when they fit together. A role that is bound to a division, a
 * district or a subject is nothing without it, and no other role may carry one.
 */
export function callerFault(claims: CallerClaims): string | undefined {
  const { role, division, divisionCode, subjectIds } = claims
  const bound = DIVISION_OF[role]
  if (bound === 'required' && division === undefined) return `${role} is bound to a division and names none`
  if (bound === undefined && division !== undefined) return `${role} works for no division`
  if (divisionCode !== undefined) {
    if (role !== 'OFFICER') return `${role} is bound to no district`
    if (!checkDivisionCode(divisionCode).valid) return 'divisionCode is no code of GB/T 2260'
  }
  if (role === 'ENTERPRISE' && subjectIds?.length !== 1) return 'ENTERPRISE is bound to one subject'
  if (role !== 'ENTERPRISE' && role !== 'ASSOCIATION' && subjectIds !== undefined) return `${role} acts for no subject`
  return undefined
}
