import type { Role } from '@hub/schema/access/callerClaims'
import type { AccessGround } from '../../access/consent/consent.ts'

/**
 * What a record tells of: an access to data, the intent of a change (its outcome is an access of the same trace id), an
 * administrative act, PUBLIC reads that were only counted, or the life of its chain.
 */
export type EvidenceKind = 'ACCESS' | 'INTENT' | 'ACT' | 'PUBLIC_READS' | 'CHAIN_OPENED' | 'CHAIN_CLOSED' | 'PRUNED'

/** A consent, a sharing token by the consent that it stands for, or a standing agreement, by which something was read. */
export type RecordedGround = Omit<AccessGround, 'sections'>

/** Who did what to whose data, when, from where, why, with which result (GB/T 22239-2019, 8.1.4.3; guide, section 6). */
export interface EvidenceContent {
  readonly kind: EvidenceKind
  /** RFC 3339, UTC. */
  readonly at: string
  /** The person or service, as its issuer names it. */
  readonly caller: string
  readonly role?: Role
  readonly unit?: string
  readonly division?: string
  /** The program, as it names itself. */
  readonly client?: string
  /** Name of the operation or of the act. */
  readonly operation?: string
  /** Hash of the operation's text, as `algorithm:hex`. */
  readonly operationHash?: string
  /** JSON text, every value above PUBLIC replaced. */
  readonly variables?: string
  /** Whose data the answer held. */
  readonly subjectIds?: readonly string[]
  /** Levels of the fields returned. */
  readonly levels?: readonly string[]
  /** Coordinates of the fields returned, separated by spaces, by level. */
  readonly fields?: Readonly<Record<string, string>>
  readonly purpose?: string
  readonly caseNo?: string
  /** What opened level AUTHORIZED to the caller, of what the answer held. */
  readonly grounds?: readonly RecordedGround[]
  /** Network address. */
  readonly from?: string
  /** `ANSWERED`, or the codes of what failed. */
  readonly result: string
  readonly traceId?: string
  /** What else an act or the life of a chain has to tell. */
  readonly details?: Readonly<Record<string, unknown>>
}

/** A record in its place: linked by hash to the one before. */
export interface EvidenceRecord extends EvidenceContent {
  /** Chain of one run of one hub. */
  readonly chain: string
  /** From 0, without gaps. */
  readonly sequence: number
  /** Hash of the record before; empty in the first. */
  readonly previous: string
  /** Over everything else, as `algorithm:hex`. */
  readonly hash: string
}
