import { codeEntry, codeSet } from '@hub/schema/codes/codeSet'
import { type Consent, consentState } from '../consent.ts'

const nameOf = (set: string, code: string): string | undefined => {
  const name = codeEntry(codeSet(set), code)?.name
  return typeof name === 'string' ? name : undefined
}

/** As what a consent is shown: of whom it is the own, so that the levels hold, and on which day. */
export interface ConsentViewing {
  /** The grantor or the grantee that asks; undefined for an agreement, which is about nobody. */
  readonly subjectId: string | undefined
  readonly today: string
}

/** A consent as GraphQL has it (type Consent). Who acted for the grantor is not told to the grantee. */
export function consentView(consent: Consent, { subjectId, today }: ConsentViewing) {
  const { _id, grantor, granteeKind, grantee, sections, purpose, from, to, evidenceHash, givenAt, revokedAt } = consent
  const acted =
    subjectId === grantor
      ? { givenBy: consent.givenBy, revokedBy: consent.revokedBy, decidedBy: consent.decision?.by }
      : {}
  return {
    subjectId,
    consentId: _id,
    grantorId: grantor,
    granteeKind,
    grantee,
    sections,
    sectionNames: sections.map((code) => nameOf('access-sections', code) ?? code),
    purpose,
    purposeName: nameOf('access-purposes', purpose),
    from,
    to,
    evidenceHash,
    state: consentState(consent, today),
    givenAt,
    revokedAt,
    decidedAt: consent.decision?.at,
    ...acted,
  }
}

export type ConsentView = ReturnType<typeof consentView>
