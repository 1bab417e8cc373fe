import { defineFamily } from '../family/recordFamily.ts'
import { atLeast, atMost, containsName, equals, searchableName, validOn } from '../query/fieldFilter.ts'

/** A small family with every kind of path, for the kit's own tests; its facts are invented. */
export const sampleFamily = defineFamily({
  name: 'sample-notes',
  chineseName: '样例',
  typeName: 'SampleNote',
  division: 'trade',
  catalogueId: 'SAMPLE',
  definition: {
    noteNo: { type: String, required: true },
    title: { type: String, required: true },
    issuedOn: String,
    until: String,
    ending: { kind: String, on: String },
  },
  naturalKeys: ({ noteNo }) => [`sample|${noteNo}`],
  validity: ({ issuedOn, until }) => ({ validFrom: issuedOn ?? undefined, validTo: until ?? undefined }),
  searchFields: ({ title }) => searchableName('title', title),
  filters: {
    recordState: equals('recordState'),
    validOn,
    noteNo: equals('noteNo'),
    titleContains: containsName('title'),
    issuedFrom: atLeast('issuedOn'),
    issuedTo: atMost('issuedOn'),
  },
  orders: { ISSUED_ON: 'issuedOn', RECORDED_AT: 'recordedAt' },
  defaultOrder: { field: 'ISSUED_ON', direction: 'DESC' },
  indexes: ['titleGrams', 'noteNo'],
})
