import { EvidenceLedger } from '@hub/gateway/evidence/ledger/evidenceLedger'
import { EvidenceStore } from '@hub/gateway/evidence/ledger/evidenceStore'
import type { EvidenceContent } from '@hub/gateway/evidence/record/evidenceRecord'
import { newSm2KeyPem, readSm2Key } from '@hub/gateway/evidence/signing/sm2Key'
import { canary } from './canaries.ts'
import type { About } from './leakCallers.ts'
import type { LeakWorld } from './leakWorld.ts'

/** Whom evidence and consents are about: one alone, or an agreement about nobody. */
export type HubAbout = About | 'agreement'

export interface HubSeeded {
  readonly subjects: Readonly<Record<About, string>>
  /** Consents that stand, by whom they are about. */
  readonly consents: Readonly<Record<HubAbout, string>>
}

const told = (field: string, about: HubAbout): string => canary(field, about)

function access(about: About, subjectId: string): EvidenceContent {
  return {
    kind: 'ACCESS',
    at: '2026-03-01T02:00:00.000Z',
    // A person's name: its first character is all that a subject may be told.
    caller: `示${told('evidence.caller', about)}`,
    role: 'LICENSING_WINDOW',
    unit: told('evidence.unit', about),
    client: told('evidence.client', about),
    operation: told('evidence.operation', about),
    operationHash: told('evidence.operationHash', about),
    variables: told('evidence.variables', about),
    subjectIds: [subjectId],
    levels: ['AUTHORIZED', 'PUBLIC'],
    fields: { AUTHORIZED: `Commitment.signatory ${told('evidence.fields', about)}` },
    purpose: told('evidence.purpose', about),
    caseNo: told('evidence.caseNo', about),
    // One access may be about several subjects: what another consented to is not for this one to know.
    grounds: [
      { kind: 'CONSENT', consentId: told('evidence.ground', about), subjectId },
      { kind: 'CONSENT', consentId: told('evidence.groundOfAnother', about), subjectId: 'another' },
    ],
    from: told('evidence.from', about),
    result: told('evidence.result', about),
    traceId: told('evidence.traceId', about),
    details: { note: told('evidence.details', about) },
  }
}

/** What an access tells the subject that it concerns; everything else of it is the audit administrator's. */
export const toldToSubject = ['evidence.unit', 'evidence.purpose', 'evidence.caseNo', 'evidence.ground']

/** What the arguments of a whole selection name, so that every field of it has something to answer. */
const NAMED = 'x'

/**
 * A record of evidence and a consent about each of two subjects, and a standing agreement, with a canary in every text; and
 * an exchange agreement that lets out what level SHARED opens.
 */
export async function seedHub(
  { hubDatabase: db, exchange }: Pick<LeakWorld, 'hubDatabase' | 'exchange'>,
  subjects: Readonly<Record<About, string>>,
): Promise<HubSeeded> {
  const ledger = new EvidenceLedger({
    store: new EvidenceStore(db),
    key: readSm2Key(newSm2KeyPem()),
    algorithm: 'SM3',
    instance: 'leak',
    checkpointRecords: 1_000,
    checkpointMillis: 60_000,
    deadlineMillis: 60_000,
    keep: async () => undefined,
    onFault: (error) => {
      throw error
    },
  })
  for (const about of ['own', 'other'] as const) await ledger.append(access(about, subjects[about]))
  await ledger.close()
  const consents = { own: 'C-own', other: 'C-other', agreement: 'C-agreement' }
  const terms = (about: HubAbout) => ({
    _id: consents[about],
    ...(about === 'agreement' ? {} : { grantor: subjects[about] }),
    granteeKind: 'UNIT',
    grantee: told('consent.grantee', about),
    sections: [told('consent.sections', about)],
    purpose: told('consent.purpose', about),
    from: '2026-01-01',
    to: '2099-01-01',
    evidenceHash: told('consent.evidenceHash', about),
    givenBy: told('consent.givenBy', about),
    givenAt: new Date('2026-01-01T00:00:00Z'),
    tokenHash: told('consent.tokenHash', about),
    revokedAt: null,
  })
  const documents = (['own', 'other', 'agreement'] as const).map(terms)
  // Known by its id as long as the matrix runs.
  await db.collection<{ _id: string }>('consents').insertMany(documents)
  const agreed = {
    partner: NAMED,
    title: NAMED,
    items: [{ family: 'penalties' }],
    level: 'SHARED',
    legalBasis: NAMED,
    mode: 'PULL',
    from: '2026-01-01',
    to: '2099-01-01',
  }
  const { version } = await exchange.acts.propose(NAMED, agreed, { by: '甲', reason: NAMED })
  await exchange.acts.approve({ agreement: NAMED, version, by: '乙' })
  return { subjects, consents }
}
