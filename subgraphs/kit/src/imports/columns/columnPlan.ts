import { headingKey } from '@hub/schema/formats/headingKey'
import { type NationalField, type NationalRecord, nationalForm } from '@hub/schema/nationalFields/nationalForm'
import type { ImportDefinition } from '../importDefinition.ts'
import { codeText } from '../values/cellText.ts'
import type { FieldKind } from '../values/fieldKind.ts'
import type { Column } from './column.ts'
import type { SdlKinds } from './sdlKinds.ts'
import { storedKind } from './storedKind.ts'
import { subjectColumns } from './subjectColumns.ts'

/** The columns of a family's files and how to find them by heading. */
export interface ColumnPlan {
  columns: readonly Column[]
  /** @param others the headings beside it: the same code means another thing in the form of 2015/16 than in later ones */
  byHeading: (heading: string, others?: readonly string[]) => Column | undefined
}

const FORMS = [
  ['SGS-2019', 'LEGAL_PERSON'],
  ['SGS-2019', 'NATURAL_PERSON'],
  ['SGS-2018', 'LEGAL_PERSON'],
  ['SGS-2018', 'NATURAL_PERSON'],
  ['SGS-2016', 'LEGAL_PERSON'],
] as const

/** What a family's files may hold: its own fields as the SDL types them, then the columns that name the subject. */
export function columnPlan(definition: ImportDefinition, sdl: SdlKinds): ColumnPlan {
  const { family } = definition
  const inSdl = new Map(sdl.columnsOf(family.typeName).map((column) => [column.field, column]))
  const reported = Object.keys(family.definition).filter((field) => definition.keptByStore?.includes(field) !== true)
  const own = reported.map((field) => ownColumn(definition, field, inSdl.get(field)))
  const named = new Set(own.map(({ field }) => field))
  const beside = subjectColumns.filter(({ field }) => !family.isSubject && !named.has(field))
  const others = [...(definition.beside ?? []), ...beside]
  const columns = [...own, ...others.map((column): Column => ({ ...column, isBeside: true }))]
  const byKey = headingMap([...columns, ...columns.flatMap(innerColumns)])
  const old = definition.nationalRecord === undefined ? undefined : oldForm(definition.nationalRecord, columns, byKey)
  return {
    columns,
    byHeading: (heading, others = []) => {
      const key = headingKey(heading)
      const differing = old?.differing.get(key)
      const isOld = differing !== undefined && others.some((other) => old?.marks.has(headingKey(other)))
      return isOld ? differing : byKey.get(key)
    },
  }
}

/** What tells the form of 2015/16 from the later ones, and its headings that mean another field there. */
interface OldForm {
  marks: ReadonlySet<string>
  differing: ReadonlyMap<string, Column>
}

function oldForm(record: NationalRecord, columns: readonly Column[], byKey: ReadonlyMap<string, Column>): OldForm {
  const headingsOf = ({ code, aliases = [], name }: NationalField) => [code, ...aliases, name].map(headingKey)
  const [first, ...others] = FORMS.toReversed().map(([standard, subject]) => nationalForm(record, standard, subject))
  const later = new Set(others.flatMap(({ fields }) => fields.flatMap(headingsOf)))
  const old = (first?.fields ?? []).flatMap((field) => headingsOf(field).map((key) => [key, field.field] as const))
  const differing = old.flatMap(([key, field]) => {
    const column = columns.find((candidate) => candidate.field === field)
    return column === undefined || byKey.get(key)?.field === field ? [] : [[key, column] as const]
  })
  return { marks: new Set(old.map(([key]) => key).filter((key) => !later.has(key))), differing: new Map(differing) }
}

function ownColumn({ family, columns = {}, nationalRecord }: ImportDefinition, field: string, known?: Column): Column {
  const note = columns[field] ?? {}
  const kind = spelled(note.kind ?? storedKind(family.definition[field], known?.kind), note.spellings)
  const [ownName, ...others] = note.headings ?? []
  const subject = subjectColumns.find((column) => column.field === field)
  const national = nationalRecord === undefined ? [] : nationalColumns(nationalRecord, field)
  return {
    ...known,
    field,
    kind,
    chineseName: known?.chineseName ?? ownName ?? field,
    aliases: [
      ...(known?.aliases ?? []),
      ...(ownName === undefined ? [] : [ownName, ...others]),
      ...(subject === undefined ? [] : [subject.chineseName, ...subject.aliases]),
      ...national.flatMap(({ code, aliases = [], name }) => [code, ...aliases, name]),
    ],
  }
}

function spelled(kind: FieldKind, spellings: Readonly<Record<string, string>> = {}): FieldKind {
  if (kind.is === 'LIST') return { is: 'LIST', of: spelled(kind.of, spellings) }
  if (kind.is !== 'CHOICE') return kind
  const further = Object.entries(spellings).map(([text, value]) => [codeText(text), value] as const)
  return { is: 'CHOICE', values: new Map([...kind.values, ...further]) }
}

function nationalColumns(record: NationalRecord, field: string): NationalField[] {
  return FORMS.flatMap(([standard, subject]) =>
    nationalForm(record, standard, subject).fields.filter((column) => column.field === field),
  )
}

/** 撤销情况·撤销日期, revoked.date: how a flat file brings the fields of a nested value. */
function innerColumns({ field, kind, chineseName }: Column): Column[] {
  if (kind.is !== 'OBJECT') return []
  return kind.columns.map((column) => ({
    ...column,
    field: `${field}.${column.field}`,
    inner: column.field,
    chineseName: `${chineseName}·${column.chineseName}`,
    aliases: [],
  }))
}

/** Own names win over aliases of other columns. */
function headingMap(columns: readonly Column[]): Map<string, Column> {
  const aliases = columns.flatMap((column) => column.aliases.map((alias) => [headingKey(alias), column] as const))
  const names = columns.flatMap(
    (column) =>
      [
        [headingKey(column.chineseName), column],
        [headingKey(column.field), column],
      ] as const,
  )
  return new Map([...aliases.reverse(), ...names.reverse()])
}
