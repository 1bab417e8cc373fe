import { addDays } from '@hub/schema/calendar/addDays'
import { normaliseName } from '@hub/schema/names/normaliseName'
import { identifierKey, type WrittenIdentifier } from './identifierKey.ts'
import type { FormerName } from './subjectNames.ts'

/** An identifier in its time; both days included, open where absent. */
export interface DatedIdentifier {
  kind?: string | null
  value?: string | null
  validFrom?: string | null
  validTo?: string | null
}

/** What of a subject outlives the next row about it. */
export interface LastingFields {
  uscc?: string | null | undefined
  taxNo?: string | null | undefined
  personIdNo?: string | null | undefined
  name: string
  nameHistory?: readonly FormerName[] | null | undefined
  identifiers?: readonly DatedIdentifier[] | null | undefined
  registeredOn?: string | null | undefined
  approvedOn?: string | null | undefined
  mergedIntoId?: string | null | undefined
  mergedOn?: string | null | undefined
  mergeKind?: string | null | undefined
  supersedesIds?: readonly string[] | null | undefined
}

/** The same for one number whatever its dates. */
export const keyOf = ({ kind, value }: DatedIdentifier): string => identifierKey({ kind, value } as WrittenIdentifier)

/**
 * What a subject is after the registry reported it again: the row, and beside it the names and identifiers it bore until
 * then, and what persons decided about it. A changed row of the same subject is a change in the world; a slip of the
 * keyboard is corrected by a person instead and leaves no former name.
 * @param today calendar date of the report: the day of a change that names no day of its own
 */
export function carriedOver<Fields extends LastingFields>(
  before: LastingFields,
  reported: Fields,
  today: string,
): Fields & LastingFields {
  const changedOn = changeDay(before, reported, today)
  return {
    ...reported,
    // A number once given is not taken away by a row that does not know it.
    uscc: reported.uscc ?? before.uscc,
    taxNo: reported.taxNo ?? before.taxNo,
    personIdNo: reported.personIdNo ?? before.personIdNo,
    nameHistory: formerNames(before, reported, changedOn),
    identifiers: identifiers(before, reported, changedOn),
    mergedIntoId: before.mergedIntoId ?? reported.mergedIntoId,
    mergedOn: before.mergedOn ?? reported.mergedOn,
    mergeKind: before.mergeKind ?? reported.mergeKind,
    supersedesIds: [...new Set([...(before.supersedesIds ?? []), ...(reported.supersedesIds ?? [])])],
  }
}

/** The registry's day of approval, where it is a later one than that of the state before. */
export function changeDay(before: LastingFields, reported: LastingFields, today: string): string {
  const known = before.approvedOn ?? before.registeredOn ?? '0001-01-01'
  const { approvedOn } = reported
  return approvedOn && approvedOn > known ? approvedOn : today
}

function formerNames(before: LastingFields, reported: LastingFields, changedOn: string): FormerName[] {
  const known = [...(reported.nameHistory ?? [])]
  const listed = (name: FormerName['name']): boolean => known.some((former) => isSameName(former.name, name))
  for (const former of before.nameHistory ?? []) if (!listed(former.name)) known.push(former)
  if (!isSameName(before.name, reported.name) && !listed(before.name)) {
    const from = nameStart(before)
    known.push({ name: before.name, ...(from === undefined ? {} : { from }), to: addDays(changedOn, -1) })
  }
  return known
}

/** The day after the last former name's, or that of registration where there was none before. */
function nameStart({ nameHistory, registeredOn }: LastingFields): string | undefined {
  const ends = (nameHistory ?? []).map(({ to }) => to)
  if (ends.length === 0) return registeredOn ?? undefined
  const last = ends.reduce((latest, to) => (latest && to && to > latest ? to : latest))
  return last ? addDays(last, 1) : undefined
}

function identifiers(before: LastingFields, reported: LastingFields, changedOn: string): DatedIdentifier[] {
  const known = [...(reported.identifiers ?? [])]
  const add = (identifier: DatedIdentifier): void => {
    if (!known.some((other) => keyOf(other) === keyOf(identifier))) known.push(identifier)
  }
  for (const identifier of before.identifiers ?? []) add(identifier)
  if (before.uscc && reported.uscc && before.uscc !== reported.uscc) {
    add({ kind: 'USCC', value: before.uscc, validTo: addDays(changedOn, -1) })
  }
  return known
}

const isSameName = (one: FormerName['name'], other: FormerName['name']): boolean =>
  normaliseName(one ?? '') === normaliseName(other ?? '')
