import { nationalForm } from '@hub/schema/nationalFields/nationalForm'
import { canariesIn, canary, canaryFields } from '../canaries.ts'
import type { LeakWorld } from '../leakWorld.ts'
import { type ChangeReader, isOpenField, type KeptRow, tellingOf } from './changeReader.ts'
import type { WrittenFiles } from './fileScene.ts'
import { type Had, type JudgeParts, judgeBytes } from './judgeSight.ts'

type FileParts = Pick<JudgeParts, 'findings' | 'rows'> & { readonly world: LeakWorld }

/**
 * The bytes of files against the guide: of every row that the form takes, each column's canary stands in the data where
 * the field is open and nowhere where it is not; what stands in no file is named by its number in the manifest alone.
 */
export function judgeFiles(parts: FileParts, reader: ChangeReader, written: WrittenFiles, had: Had): void {
  const { findings, rows } = parts
  const { standard, format, data, manifests } = written
  const channel = `file ${standard} ${format}`
  const found = new Set(canariesIn(data))
  for (const kept of rows.filter(({ row }) => row.family === 'penalties' || row.family === 'permits')) {
    const { row } = kept
    const told = `${channel} ${reader.name} ${row.family} ${row.name} of ${row.about}`
    const isWritten = tellingOf(reader, kept, had(kept)) === 'CONTENT' && row.name.startsWith('of the form')
    for (const [coordinate, one] of columnsOf(parts.world, kept, standard)) {
      const [, top = ''] = coordinate.split('.')
      const expected = isWritten && isOpenField(reader, kept, { top, coordinate }) && !isMasked(kept, top)
      findings.expect(found.has(one) === expected, `${told} ${coordinate} ${found.has(one) ? 'seen' : 'hidden'}`)
    }
    const isNamed = tellingOf(reader, kept, had(kept)) !== 'ABSENT'
    findings.expect(isNamed || !(data + manifests).includes(row.recordId), `${told} named in the bytes`)
  }
  judgeBytes(parts, reader, { channel, bytes: data }, had)
  judgeManifest(parts, reader, { channel: `${channel} manifest`, bytes: manifests }, had)
}

/** A manifest holds nothing of a row, but the key of one that it withdraws. */
function judgeManifest(
  { findings, rows }: Pick<FileParts, 'findings' | 'rows'>,
  reader: ChangeReader,
  { channel, bytes }: { readonly channel: string; readonly bytes: string },
  had: Had,
): void {
  const gone = rows.filter((kept) => tellingOf(reader, kept, had(kept)) === 'GONE')
  judgeBytes({ findings, rows: [] }, reader, { channel, bytes: withoutRowKeys(bytes, gone) }, had)
}

/** Without that by which a receiver finds rows of files again, and their withdrawals: 文号 and 相对人, both public. */
export function withoutRowKeys(bytes: string, rows: readonly KeptRow[]): string {
  return rows
    .filter(({ row }) => row.name.startsWith('of the form'))
    .flatMap(({ row, family }) => ['docNo', 'subjectName'].map((key) => canary(`${family.typeName}.${key}`, row.tag)))
    .reduce((text, key) => text.replaceAll(key, ''), bytes)
}

/** The canaries that a row holds in columns of its form or forms, by field. */
function columnsOf(world: LeakWorld, { row, family }: KeptRow, standard: WrittenFiles['standard']): [string, string][] {
  const type = family.typeName as 'AdministrativePenalty' | 'AdministrativePermit'
  const values: Record<string, unknown> = { ...canaryFields(world.api, family, row.tag), ...row.fields }
  const subject = values.subjectCategory === 'NATURAL_PERSON' ? 'NATURAL_PERSON' : 'LEGAL_PERSON'
  const all = (['LEGAL_PERSON', 'NATURAL_PERSON'] as const).flatMap((kind) => nationalForm(type, standard, kind).fields)
  const own = new Set(nationalForm(type, standard, subject).fields.map(({ field }) => field))
  return [...new Set(all.map(({ field }) => field))].flatMap((field): [string, string][] => {
    const one = `${type}.${field}@${row.tag}`
    return values[field] === canary(`${type}.${field}`, row.tag) && own.has(field) ? [[`${type}.${field}`, one]] : []
  })
}

/** Names of natural persons and of who runs a business of his own show their first character. */
const isMasked = ({ row }: KeptRow, top: string): boolean =>
  row.fields?.subjectCategory === 'NATURAL_PERSON' && (top === 'subjectName' || top === 'legalRepName')
