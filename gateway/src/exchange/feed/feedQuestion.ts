import type { CallerClaims } from '@hub/schema/access/callerClaims'
import { type DivisionName, divisions } from '@hub/schema/divisions/divisions'
import { recordFamilies } from '@hub/schema/divisions/recordFamilies'
import { HubError } from '@hub/schema/errors/HubError'
import type { AccessGround } from '../../access/consent/consent.ts'

/** Most events of one page; what a division gives at once. */
export const MOST_EVENTS = 500

/** Who wants to know what has changed, since when, of what. */
export interface FeedQuestion {
  readonly caller: CallerClaims
  /** Cursor that the reader was given last; the beginning without one. */
  readonly after?: string | undefined
  /**
   * Without a cursor: begin with what stands now, every record once and in its present state, and go on with the changes
   * since, without a gap or a double. The cursor knows how far that has come.
   */
  readonly snapshot?: boolean | undefined
  /** All that are open to the caller, when undefined. */
  readonly divisions?: readonly string[] | undefined
  /** Names as in `recordFamilies`; all, when undefined. */
  readonly families?: readonly string[] | undefined
  /** Only changes about these; all, when undefined. */
  readonly subjectIds?: readonly string[] | undefined
  /** Most events of the page, 1-500. */
  readonly first: number
  /** By `performance.now()`: a division that has not answered by then is behind. Its own deadline, when undefined. */
  readonly deadlineAt?: number | undefined
  /** What the evidence says of the request that this is part of. */
  readonly request?: FeedRequest | undefined
}

export interface FeedRequest {
  readonly requestId: string
  readonly address: string
  readonly client: string | undefined
  /** What the caller's grants rest on. */
  readonly grounds?: readonly AccessGround[] | undefined
  /** Who looks, where that is not the caller for whom it is read: it is a dry run. */
  readonly looker?: CallerClaims | undefined
}

/** The divisions that a question is put to, each with the families asked of it; undefined for all of them. */
export type AskedDivisions = ReadonlyMap<DivisionName, readonly string[] | undefined>

/**
 * @param told divisions that tell the caller of their changes
 * @throws HubError BAD_USER_INPUT for a page too small or large and for names that there are not, HUB_DISCLOSURE_DENIED
 * where a division named tells the caller nothing, or none does
 */
export function askedDivisions(
  { first, families, divisions: named }: Pick<FeedQuestion, 'first' | 'families' | 'divisions'>,
  told: readonly DivisionName[],
): AskedDivisions {
  if (!Number.isInteger(first) || first < 1 || first > MOST_EVENTS)
    throw new HubError('BAD_USER_INPUT', `first 应为 / must be 1–${MOST_EVENTS}`)
  const known = divisions.map(({ name }) => name)
  refuseUnknown('处室', named, known)
  refuseUnknown(
    '记录类别',
    families,
    recordFamilies.map(({ family }) => family),
  )
  const wanted = named === undefined ? told : known.filter((name) => named.includes(name))
  const closed = wanted.find((name) => !told.includes(name))
  if (closed !== undefined || told.length === 0)
    throw new HubError('HUB_DISCLOSURE_DENIED', undefined, {
      details: closed === undefined ? {} : { division: closed },
    })
  const ofDivision = (name: DivisionName): readonly string[] | undefined =>
    families &&
    recordFamilies.flatMap(({ family, division }) => (division === name && families.includes(family) ? [family] : []))
  return new Map(
    wanted.map((name) => [name, ofDivision(name)] as const).filter(([, own]) => own === undefined || own.length > 0),
  )
}

function refuseUnknown(what: string, given: readonly string[] | undefined, known: readonly string[]): void {
  const unknown = given?.find((name) => !known.includes(name))
  if (unknown === undefined) return
  throw new HubError(
    'BAD_USER_INPUT',
    `没有${what} / unknown:“${unknown.slice(0, 100)}”；有 there are: ${known.join('、')}`,
  )
}
