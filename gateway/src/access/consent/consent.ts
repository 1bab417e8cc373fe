import { sectionsOfPurpose } from '@hub/schema/access/accessPurposes'
import type { AccessGrant, CallerClaims } from '@hub/schema/access/callerClaims'
import { z } from 'zod'

const text = z.string().min(1).max(200)

/** What a consent says (domain guide, section 6: 依授权查询的授权书). */
export const consentTerms = z.strictObject({
  /** The subject that consents; absent in a standing agreement, which covers every subject. */
  grantor: text.optional(),
  /** Who may read: a caller, his unit, or another enterprise by its subject id. */
  grantee: text,
  /** Codes of `schema/code-sets/access-sections.json`. */
  sections: z.array(text).min(1).max(100),
  /** A code of `schema/code-sets/access-purposes.json`. */
  purpose: text.refine((code) => sectionsOfPurpose(code) !== undefined, 'no purpose of the catalogue'),
  /** First and last day, Asia/Shanghai. */
  from: z.iso.date(),
  to: z.iso.date(),
  /** SHA-256 or SM3 of the signed document, in hexadecimal. */
  evidenceHash: z.string().regex(/^[0-9a-f]{64}$/),
})

export type ConsentTerms = z.output<typeof consentTerms>

/** A consent as it is kept; nothing of it changes but that it is revoked. */
export interface Consent extends ConsentTerms {
  readonly _id: string
  readonly givenBy: string
  readonly givenAt: Date
  revokedAt: Date | null
}

/** The names by which a caller can be a grantee. */
export function granteeNames({ caller, unit, subjectIds = [] }: CallerClaims): string[] {
  return [caller, ...(unit === undefined ? [] : [unit]), ...subjectIds]
}

/**
 * What consents open to a caller on a day: sections that both the consent and its purpose name, while it runs and is not
 * revoked. @param today YYYY-MM-DD
 */
export function grantsOf(consents: readonly Consent[], claims: CallerClaims, today: string): AccessGrant[] {
  const names = granteeNames(claims)
  const allowed = sectionsOfPurpose(claims.purpose ?? '') ?? []
  return consents.flatMap(({ grantor, grantee, purpose, sections, from, to, revokedAt }) => {
    const stands = revokedAt === null && from <= today && today <= to
    const open = sections.filter((section) => allowed.includes(section))
    if (!stands || purpose !== claims.purpose || !names.includes(grantee) || open.length === 0) return []
    return [grantor === undefined ? { sections: open } : { sections: open, subjectIds: [grantor] }]
  })
}
