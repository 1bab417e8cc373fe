import { contentHash } from '@hub/kit/store/contentHash'
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

/** Who a subject is: its name and numbers, those it bore before among them. */
export interface Identity {
  name?: string | undefined
  uscc?: string | null | undefined
  taxNo?: string | null | undefined
  personIdNo?: string | null | undefined
  identifiers?: readonly DatedIdentifier[] | null | undefined
  nameHistory?: readonly FormerName[] | null | undefined
  registeredOn?: string | null | undefined
}

/** What a row, or a person, said of a subject's identity, and the day that it was said of (YYYY-MM-DD); what is absent was not said. */
export interface StatedIdentity extends Identity {
  on: string
}

/** The same for one number whatever its dates. */
export const keyOf = ({ kind, value }: DatedIdentifier): string => identifierKey({ kind, value } as WrittenIdentifier)

/** The identity part of a subject's fields, as stated of a day. */
export function stated(
  { name, uscc, taxNo, personIdNo, identifiers, nameHistory, registeredOn }: Identity,
  on: string,
): StatedIdentity {
  return { on, name, uscc, taxNo, personIdNo, identifiers, nameHistory, registeredOn }
}

/** Adds a statement to those that are known, in the order of their days; of one day, in that of their arrival. */
export function withStatement(known: readonly StatedIdentity[], added: StatedIdentity): readonly StatedIdentity[] {
  const said = contentHash(added)
  if (known.some((statement) => contentHash(statement) === said)) return known
  const next = known.findIndex(({ on }) => on > added.on)
  const at = next < 0 ? known.length : next
  return [...known.slice(0, at), added, ...known.slice(at)]
}

/**
 * Who a subject is by all that was ever stated, each as of its day: the last one names it, and what it bore before stays
 * with the day on which another took its place. The order in which the statements came plays no part.
 * @param statements in the order of their days, at least one
 */
export function identityOf(statements: readonly StatedIdentity[]): Identity {
  const [first, ...later] = statements
  if (first === undefined) throw new Error('A subject of which nothing was stated')
  return later.reduce<Identity>((before, { on, ...next }) => succeeded(before, next, on), first)
}

function succeeded(before: Identity, next: Identity, on: string): Identity {
  return {
    name: next.name ?? before.name,
    // A number once given is not taken away by a row that does not know it.
    uscc: next.uscc ?? before.uscc,
    taxNo: next.taxNo ?? before.taxNo,
    personIdNo: next.personIdNo ?? before.personIdNo,
    registeredOn: next.registeredOn ?? before.registeredOn,
    nameHistory: formerNames(before, next, on),
    identifiers: identifiers(before, next, on),
  }
}

function formerNames(before: Identity, next: Identity, changedOn: string): FormerName[] {
  const known = [...(next.nameHistory ?? [])]
  const listed = (name: FormerName['name']): boolean => known.some((former) => isSameName(former.name, name))
  for (const former of before.nameHistory ?? []) if (!listed(former.name)) known.push(former)
  if (before.name && next.name && !isSameName(before.name, next.name) && !listed(before.name)) {
    const from = nameStart(before)
    known.push({ name: before.name, ...(from === undefined ? {} : { from }), to: addDays(changedOn, -1) })
  }
  return known
}

/** The day after the last former name's, or that of registration where there was none before. */
function nameStart({ nameHistory, registeredOn }: Identity): string | undefined {
  const ends = (nameHistory ?? []).map(({ to }) => to)
  if (ends.length === 0) return registeredOn ?? undefined
  const last = ends.reduce((latest, to) => (latest && to && to > latest ? to : latest))
  return last ? addDays(last, 1) : undefined
}

function identifiers(before: Identity, next: Identity, changedOn: string): DatedIdentifier[] {
  const earlier = new Map((before.identifiers ?? []).map((identifier) => [keyOf(identifier), identifier]))
  // A number that was ended stays ended where a row names it without its days.
  const known = (next.identifiers ?? []).map((told) => ({ ...earlier.get(keyOf(told)), ...given(told) }))
  const add = (identifier: DatedIdentifier): void => {
    if (!known.some((other) => keyOf(other) === keyOf(identifier))) known.push(identifier)
  }
  for (const identifier of before.identifiers ?? []) add(identifier)
  if (before.uscc && next.uscc && before.uscc !== next.uscc) {
    add({ kind: 'USCC', value: before.uscc, validTo: addDays(changedOn, -1) })
  }
  // A code that came back is the present one, and no more one that ended.
  const present = keyOf({ kind: 'USCC', value: next.uscc ?? before.uscc ?? '' })
  return known.filter((identifier) => keyOf(identifier) !== present || !identifier.validTo)
}

/** What of an identifier a row says. */
function given(told: DatedIdentifier): DatedIdentifier {
  return Object.fromEntries(Object.entries(told).filter(([, value]) => value !== null && value !== undefined))
}

const isSameName = (one: FormerName['name'], other: FormerName['name']): boolean =>
  normaliseName(one ?? '') === normaliseName(other ?? '')
