import { groupBy } from '@hub/kit/loading/groupBy'
import { canariesIn } from '../canaries.ts'
import { guideFields } from '../expectedGraph.ts'
import type { Findings } from '../findings.ts'
import { CITIZEN, PERSON } from '../leakRows.ts'
import type { LeakWorld } from '../leakWorld.ts'
import { type ChangeReader, isOpenField, type KeptRow, tellingOf } from './changeReader.ts'
import { type FilledField, filledFields } from './recordFields.ts'

/** One change of a record as a reader was told of it. */
export interface SeenChange {
  readonly recordId: string
  /** Null where its content was withheld, or is withdrawn. */
  readonly record: Record<string, unknown> | null
}

/** Everything that a channel has told a reader: what it says, and all of its bytes. */
export interface Sight {
  readonly channel: string
  readonly changes: readonly SeenChange[]
  readonly bytes: string
}

export interface JudgeParts {
  readonly world: Pick<LeakWorld, 'api'>
  readonly findings: Findings
  readonly rows: readonly KeptRow[]
  /** What every record holds. */
  readonly filled: ReadonlyMap<string, ReadonlyMap<string, FilledField>>
}

/** Whether a reader was there while a row was as it was reported. */
export type Had = (kept: KeptRow) => boolean

export const always: Had = () => true
export const never: Had = () => false

export function judgeSight(parts: JudgeParts, reader: ChangeReader, sight: Sight, had: Had = always): void {
  const { findings, rows } = parts
  const byRecord = groupBy(sight.changes, ({ recordId }) => recordId)
  for (const kept of rows) {
    const { row } = kept
    const told = `${sight.channel} ${reader.name} ${row.family} ${row.name} of ${row.about}`
    const expected = tellingOf(reader, kept, had(kept))
    const changes = byRecord.get(row.recordId) ?? []
    const contents = changes.map(({ record }) => record).filter((record) => record !== null)
    const found = changes.length === 0 ? 'ABSENT' : contents.length === 0 ? 'GONE' : 'CONTENT'
    findings.expect(found === expected, `${told} ${found} for ${expected}`)
    findings.expect(expected !== 'ABSENT' || !sight.bytes.includes(row.recordId), `${told} named in the bytes`)
    for (const content of contents) judgeContent(parts, reader, kept, content, told)
  }
  judgeBytes(parts, reader, sight, had)
}

function judgeContent(
  { world, findings, filled }: JudgeParts,
  reader: ChangeReader,
  kept: KeptRow,
  content: Record<string, unknown>,
  told: string,
): void {
  const seen = filledFields(world.api, kept.family.typeName, content)
  for (const [key, field] of filled.get(kept.row.recordId) ?? []) {
    const expected = isOpenField(reader, kept, field)
    findings.expect(seen.has(key) === expected, `${told} ${key} ${seen.has(key) ? 'seen' : 'hidden'}`)
  }
}

/** Names and numbers of natural persons, and canaries, wherever they stand in what was sent. */
export function judgeBytes(
  { findings, rows }: Pick<JudgeParts, 'findings' | 'rows'>,
  reader: ChangeReader,
  { channel, bytes }: Pick<Sight, 'channel' | 'bytes'>,
  had: Had = always,
): void {
  const told = `${channel} ${reader.name}`
  const isHome = reader.caller.sees('I', 'other', 'market-order', 'row')
  for (const word of [PERSON, CITIZEN]) findings.expect(isHome || !bytes.includes(word), `${told} ${word} in the bytes`)
  const byTag = new Map(rows.map((kept) => [kept.row.tag, kept]))
  for (const one of new Set(canariesIn(bytes))) {
    const [coordinate = '', tag = ''] = one.split('@')
    findings.expect(isOpenCanary(reader, coordinate, byTag.get(tag), had), `${told} ${one} in the bytes`)
  }
}

const guideOf = new Map(guideFields.map(({ coordinate, division, letter }) => [coordinate, { division, letter }]))

/** Whether a reader may come across a canary of a row, or of what the row is about. */
function isOpenCanary(reader: ChangeReader, coordinate: string, kept: KeptRow | undefined, had: Had): boolean {
  const guide = guideOf.get(coordinate)
  if (kept === undefined || guide === undefined || tellingOf(reader, kept, had(kept)) !== 'CONTENT') return false
  const [type, top = ''] = coordinate.split('.')
  if (type === kept.family.typeName) return isOpenField(reader, kept, { top, coordinate })
  return reader.caller.sees(guide.letter, kept.row.about, guide.division, coordinate)
}
