import type { LeakRow } from '../leakRows.ts'
import { leakRows } from '../leakRows.ts'
import type { LeakWorld } from '../leakWorld.ts'
import { changeRow, familyNamed, type RowChange, type StandingRow, seedRow } from '../rowFindings.ts'
import type { KeptRow } from './changeReader.ts'

const NEW_FROM = 200
const NEWS = new Set([
  'in force',
  'natural person',
  'of authorised scope',
  'citizen id in code fields',
  'of the form',
  'of a person',
])
/** Rows of which one is repaired and one withdrawn. */
const GOING = new Set(['in force', 'of the form'])

/** A row with what keeps it. */
export function keptRow(world: LeakWorld, row: StandingRow): KeptRow {
  return { row, ...familyNamed(world, row.family) }
}

/** Gives all events their numbers. */
export async function relayAll(world: LeakWorld): Promise<void> {
  for (const name of world.definitions.keys()) await world.relay(name)
}

/**
 * What happens while readers are there: new rows about nobody's own subject, a penalty that is published no more, and of what was in force one row
 * repaired and one withdrawn in every family, which is the last that any division tells.
 * @returns the rows that are new or have changed, as they stand then
 */
export async function happenings(world: LeakWorld, rows: readonly KeptRow[]): Promise<KeptRow[]> {
  const now = new Date().toISOString()
  const news: StandingRow[] = []
  for (const [at, row] of leakRows.filter(({ family, name }) => family !== 'subjects' && NEWS.has(name)).entries())
    news.push(await seedRow(world, row, { at: NEW_FROM + at, about: 'other' }))
  const changed: StandingRow[] = []
  for (const { row } of rows) {
    const change = changeOf(row)
    if (change === undefined) continue
    const { letter, ...made } = change
    await changeRow(world, { ...row, since: [made] }, now)
    changed.push({ ...row, letter, since: [...(row.since ?? []), made] })
  }
  await relayAll(world)
  return [...news, ...changed].map((row) => keptRow(world, row))
}

type Happening = RowChange & Pick<LeakRow, 'letter'>

function changeOf({ family, name, about }: StandingRow): Happening | undefined {
  if (name === 'minor, published') return { change: 'CORRECTED', fields: { published: false }, letter: 'G' }
  if (family === 'subjects' || !GOING.has(name)) return undefined
  if (about === 'own') return { change: 'REPAIRED', recordState: 'REPAIRED', letter: 'O' }
  return { change: 'WITHDRAWN', recordState: 'WITHDRAWN', letter: 'I' }
}
