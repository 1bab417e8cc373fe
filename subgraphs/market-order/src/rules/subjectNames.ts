import { normaliseName } from '@hub/schema/names/normaliseName'

/** A name that a subject bore, and when; open where a date is absent. Both days included. */
export interface FormerName {
  name?: string | null | undefined
  from?: string | null | undefined
  to?: string | null | undefined
}

/** The names of a subject, as far as it bears and bore any. */
export interface NamedSubject {
  name?: string | null | undefined
  nameHistory?: readonly FormerName[] | null | undefined
}

/** Former names in the spelling that names are compared in. */
export function normalisedFormerNames({ nameHistory }: NamedSubject): string[] {
  return [...new Set((nameHistory ?? []).flatMap(({ name }) => (name ? [normaliseName(name)] : [])))]
}

/**
 * Whether a name names this subject: its present name, or a former one in its time.
 * @param on day of the fact that the name stands in, YYYY-MM-DD; without one the time of a former name is not asked
 */
export function nameAgrees(subject: NamedSubject, written: string, on: string | undefined): boolean {
  const wanted = normaliseName(written)
  if (subject.name && normaliseName(subject.name) === wanted) return true
  return (subject.nameHistory ?? []).some(
    ({ name, from, to }) => name && normaliseName(name) === wanted && isWithin(on, from ?? undefined, to ?? undefined),
  )
}

function isWithin(day: string | undefined, from = '0001-01-01', to = '9999-12-31'): boolean {
  return day === undefined || (from <= day && day <= to)
}
