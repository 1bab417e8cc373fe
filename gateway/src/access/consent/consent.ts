import { sectionsOfPurpose } from '@hub/schema/access/accessPurposes'
import type { AccessGrant, CallerClaims } from '@hub/schema/access/callerClaims'
import { z } from 'zod'
import type { Decision } from '../decision.ts'

/** How a grantee is named: names of different kinds never meet. `BEARER` is whichever enterprise shows the sharing token. */
export const granteeKinds = ['CALLER', 'UNIT', 'ENTERPRISE', 'BEARER'] as const

const text = z.string().min(1).max(200)

const shape = z.strictObject({
  /** The subject that consents; absent in a standing agreement, which covers every subject. */
  grantor: text.optional(),
  granteeKind: z.enum(granteeKinds),
  /** Who may read: a caller, his unit, or another enterprise by its subject id; absent where a token is shown. */
  grantee: text.optional(),
  /** Codes of `schema/code-sets/access-sections.json`, all of them within the purpose. */
  sections: z.array(text).min(1).max(100),
  /** A code of `schema/code-sets/access-purposes.json`. */
  purpose: text.refine((code) => sectionsOfPurpose(code) !== undefined, '没有这个查询目的 / no such purpose'),
  /** First and last day, Asia/Shanghai. */
  from: z.iso.date(),
  to: z.iso.date(),
  /** SHA-256 or SM3 of the signed document, in hexadecimal. */
  evidenceHash: z
    .string()
    .regex(/^[0-9a-f]{64}$/, '须为 64 位十六进制小写的 SHA-256 或 SM3 / must be SHA-256 or SM3 in hex'),
})

/** What a consent says (domain guide, section 6: 依授权查询的授权书). */
export type ConsentTerms = z.output<typeof shape>

/** Longest life of a token: whoever finds it can show it. */
const TOKEN_DAYS = 366

/** Terms as they are given. */
export const consentTerms = shape.superRefine((terms, context) => {
  for (const [path, message] of termFaults(terms)) context.addIssue({ code: 'custom', path: [path], message })
})

function termFaults({ grantor, granteeKind, grantee, sections, purpose, from, to }: ConsentTerms): [string, string][] {
  const allowed = sectionsOfPurpose(purpose) ?? []
  const beyond = sections.filter((section) => !allowed.includes(section))
  const days = (Date.parse(to) - Date.parse(from)) / 86_400_000
  const faults: [boolean, string, string][] = [
    [beyond.length > 0, 'sections', `${purpose} 不含 / has not: ${beyond.join(', ')}`],
    [days < 0, 'to', '终止日期早于起始日期 / to is before from'],
    [
      granteeKind === 'BEARER' && days > TOKEN_DAYS,
      'to',
      `凭证至多 ${TOKEN_DAYS} 天 / a token lives that long at most`,
    ],
    [
      (granteeKind === 'BEARER') !== (grantee === undefined),
      'granteeKind',
      '与被授权者不符 / does not fit the grantee',
    ],
    [granteeKind === 'ENTERPRISE' && grantee === grantor, 'grantee', '无须授权自己 / a subject reads its own'],
    [
      grantor === undefined && !/^(CALLER|UNIT)$/.test(granteeKind),
      'granteeKind',
      '协议只授予访问者或单位 / CALLER or UNIT',
    ],
  ]
  return faults.flatMap(([isFault, path, message]) => (isFault ? [[path, message]] : []))
}

/** A consent as it is kept; nothing of it changes but that an agreement is decided and that it is revoked. */
export interface Consent extends ConsentTerms {
  readonly _id: string
  readonly givenBy: string
  readonly givenAt: Date
  /** Hash of the sharing token that stands for it. */
  readonly tokenHash?: string
  readonly revokedAt: Date | null
  readonly revokedBy?: string
  /** Of an agreement alone: what a second person said of it. Until then it opens nothing. */
  readonly decision?: Decision
}

export type ConsentState = 'PROPOSED' | 'REJECTED' | 'NOT_YET' | 'IN_FORCE' | 'ENDED' | 'REVOKED'

/** How a consent stands on a day. @param today YYYY-MM-DD */
export function consentState({ grantor, from, to, revokedAt, decision }: Consent, today: string): ConsentState {
  if (revokedAt !== null) return 'REVOKED'
  if (grantor === undefined && decision?.outcome !== 'APPROVED') return decision === undefined ? 'PROPOSED' : 'REJECTED'
  if (today < from) return 'NOT_YET'
  return today <= to ? 'IN_FORCE' : 'ENDED'
}

/** The names by which a caller can be a grantee. */
export function granteeNames({ caller, unit, subjectIds = [] }: CallerClaims) {
  const enterprises = subjectIds.map((id) => ({ granteeKind: 'ENTERPRISE', grantee: id }) as const)
  const unitNames = unit === undefined ? [] : [{ granteeKind: 'UNIT', grantee: unit } as const]
  return [{ granteeKind: 'CALLER', grantee: caller } as const, ...unitNames, ...enterprises]
}

/** What opens sections to a caller: the consent of a subject, the token that he shows, or an agreement about all of them. */
export interface AccessGround {
  readonly kind: 'CONSENT' | 'SHARING_TOKEN' | 'AGREEMENT'
  readonly consentId: string
  /** Whose data it opens; absent of an agreement. */
  readonly subjectId?: string
  readonly sections: readonly string[]
}

/**
 * What consents open to a caller on a day: sections that both the consent and its purpose name, while it runs and is not
 * revoked. Of several that open the same, the first one is named.
 * @param consents given to this caller, or by the token that he shows
 * @param today YYYY-MM-DD
 */
export function groundsOf(consents: Iterable<Consent>, { purpose }: CallerClaims, today: string): AccessGround[] {
  const allowed = sectionsOfPurpose(purpose ?? '') ?? []
  const grounds = new Map<string, AccessGround>()
  for (const consent of consents) {
    const sections = consent.sections.filter((one) => allowed.includes(one)).sort()
    const isOpen = consent.purpose === purpose && consentState(consent, today) === 'IN_FORCE'
    if (!isOpen || sections.length === 0) continue
    const { _id: consentId, grantor: subjectId } = consent
    const key = JSON.stringify([subjectId ?? null, sections])
    const about = subjectId === undefined ? {} : { subjectId }
    if (!grounds.has(key)) grounds.set(key, { kind: groundKind(consent), consentId, ...about, sections })
  }
  return [...grounds.values()]
}

function groundKind({ grantor, granteeKind }: Consent): AccessGround['kind'] {
  if (grantor === undefined) return 'AGREEMENT'
  return granteeKind === 'BEARER' ? 'SHARING_TOKEN' : 'CONSENT'
}

/** Grounds as the claims of a request carry them: subjects that open the same stand together. */
export function grantsOf(grounds: readonly AccessGround[]): AccessGrant[] {
  const bySections = new Map<string, AccessGrant & { subjectIds?: string[] }>()
  for (const { sections, subjectId } of grounds) {
    const key = JSON.stringify([subjectId === undefined, sections])
    const known = bySections.get(key)
    if (subjectId === undefined) bySections.set(key, { sections })
    else if (known?.subjectIds === undefined) bySections.set(key, { sections, subjectIds: [subjectId] })
    else known.subjectIds.push(subjectId)
  }
  return [...bySections.values()]
}
