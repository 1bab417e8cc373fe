import type { Role } from './callerClaims.ts'

/** Roles that may state a purpose, to whom level AUTHORIZED opens by consents and standing agreements. */
export const purposeReaders: ReadonlySet<Role> = new Set([
  'ENTERPRISE',
  'ASSOCIATION',
  'OFFICER',
  'LICENSING_WINDOW',
  'ANALYST',
  'CREDIT_PLATFORM',
])
