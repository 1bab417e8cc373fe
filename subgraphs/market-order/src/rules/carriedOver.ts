import { contentHash } from '@hub/kit/store/contentHash'
import { identifierKey } from './identifierKey.ts'
import { type Identity, identityOf, keyOf, type StatedIdentity, stated, withStatement } from './statedIdentity.ts'

/** What of a subject outlives the next row about it. */
export interface LastingFields extends Identity {
  name: string
  approvedOn?: string | null | undefined
  /** Whatever was stated of its identity, once more than one row was; in the order of the days. */
  statedIdentities?: readonly StatedIdentity[] | null | undefined
  mergedIntoId?: string | null | undefined
  mergedOn?: string | null | undefined
  mergeKind?: string | null | undefined
  supersedesIds?: readonly string[] | null | undefined
}

/**
 * What a subject is after the registry reported it again: what holds is decided by the days that rows are of and not by their
 * arrival. A row of an earlier day only adds the names and numbers of its time. What persons decided about it stays. A
 * changed row of the same subject is a change in the world; a slip of the keyboard is corrected by a person instead and
 * leaves no former name.
 * @param today calendar date of the report: the day of a row that names none of its own
 */
export function carriedOver<Fields extends LastingFields>(
  before: Fields,
  reported: Fields,
  today: string,
): Fields & LastingFields {
  const known = statementsOf(before)
  const on = dayOf(before, reported, today)
  const statements = withStatement(known, stated(reported, on))
  // A person's word on a number says nothing of the rest of the row.
  const isLate = statements.some((other) => other.name !== undefined && other.on > on)
  const latest = isLate ? before : reported
  const identity = identityOf(statements)
  return {
    ...latest,
    ...identity,
    name: identity.name ?? latest.name,
    registeredOn: latest.registeredOn,
    statedIdentities: statements,
    mergedIntoId: before.mergedIntoId ?? reported.mergedIntoId,
    mergedOn: before.mergedOn ?? reported.mergedOn,
    mergeKind: before.mergeKind ?? reported.mergeKind,
    supersedesIds: [...new Set([...(before.supersedesIds ?? []), ...(reported.supersedesIds ?? [])])],
  }
}

/**
 * All that was stated of a subject's identity: of one that was reported once, what that row said. What a person corrected
 * since takes the place of the last statement.
 */
export function statementsOf(subject: LastingFields): readonly StatedIdentity[] {
  const { statedIdentities, approvedOn, registeredOn } = subject
  const known = statedIdentities ?? []
  const last = known.at(-1)
  if (last === undefined) return [stated(subject, approvedOn ?? registeredOn ?? '0001-01-01')]
  const said = { ...identityOf(known), registeredOn }
  const isAsStated = contentHash(stated(withLists(said), last.on)) === contentHash(stated(withLists(subject), last.on))
  return isAsStated ? known : [...known.slice(0, -1), stated(subject, last.on)]
}

const withLists = ({ identifiers, nameHistory, ...others }: Identity): Identity => ({
  ...others,
  identifiers: identifiers ?? [],
  nameHistory: nameHistory ?? [],
})

/**
 * The day that a row is of: that of the registry's approval, where it can be. A row without one is of today, unless it names
 * a code that was replaced before: then nobody knows, and it counts as the earliest.
 */
export function dayOf(before: LastingFields, reported: LastingFields, today: string): string {
  const { approvedOn, registeredOn, uscc } = reported
  if (approvedOn && approvedOn >= (registeredOn ?? before.registeredOn ?? '')) return approvedOn
  if (!uscc || uscc === before.uscc) return today
  const code = identifierKey({ kind: 'USCC', value: uscc })
  const replaced = (before.identifiers ?? []).find((identifier) => keyOf(identifier) === code)
  return replaced === undefined ? today : (registeredOn ?? before.registeredOn ?? '0001-01-01')
}
