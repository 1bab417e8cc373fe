import { parse } from 'graphql'
import { Schema } from 'mongoose'
import { defineFamily } from '../family/recordFamily.ts'
import { type Importer, importers } from '../imports/importer.ts'

/** A family with every shape of field that files bring, for the kit's own tests; its facts are invented. */
export const importedFamily = defineFamily({
  name: 'imported-notes',
  chineseName: '样例',
  typeName: 'ImportedNote',
  division: 'trade',
  catalogueId: 'SAMPLE',
  definition: {
    noteNo: { type: String, required: true },
    title: String,
    issuedOn: { type: String, required: true },
    endedOn: String,
    kind: String,
    tags: [String],
    fee: Schema.Types.Decimal128,
    sealed: Boolean,
    copies: Number,
    place: { street: String, since: String },
  },
  naturalKeys: ({ noteNo }, subjectId) => [`imported|${noteNo}|${subjectId}`],
  filters: {},
  orders: { ISSUED_ON: 'issuedOn' },
  defaultOrder: { field: 'ISSUED_ON', direction: 'DESC' },
})

const sdl = parse(`
  type ImportedNote {
    "文书号" noteNo: DocNo!
    "标题；说明" title: String @national(code: "YL_BT", standard: "SAMPLE", maxLength: 20)
    "签发日期" issuedOn: LocalDate
    "终止日期" endedOn: LocalDate
    "种类" kind: NoteKind
    "标签" tags: [String!]
    "费用（万元）" fee: Decimal
    "是否盖章" sealed: Boolean
    "份数" copies: Int
    "地点" place: NotePlace
    "不上报" computed(first: Int): String
  }
  type NotePlace { "街道" street: String "起" since: LocalDate }
  enum NoteKind { "普通（常见）" PLAIN "特别：少见" SPECIAL }
`)

/** The way in for `importedFamily`. */
export const sampleImporter: Importer = sampleOf(
  importers(
    [
      {
        family: importedFamily,
        rulesFile: new URL('./sampleRules.json', import.meta.url),
        factDay: 'issuedOn',
        columns: { kind: { spellings: { 罕见: 'SPECIAL' } }, noteNo: { headings: ['编号'] } },
      },
    ],
    sdl,
  ),
)

function sampleOf([importer]: readonly Importer[]): Importer {
  if (importer === undefined) throw new Error('no importer')
  return importer
}
