import { defineFamily } from '@hub/kit/family/recordFamily'
import { atLeast, equals, validOn } from '@hub/kit/query/fieldFilter'

/**
 * Mergers and splits of subjects, and their undoing: what persons decided about who is who. Numbered from 1 without gaps,
 * so that every division can follow them one after the other (decisions/004).
 */
export const subjectActs = defineFamily({
  name: 'subject-acts',
  chineseName: '信用主体合并、分立',
  typeName: 'SubjectAct',
  division: 'market-order',
  catalogueId: 'SUBJECT_ACT',
  definition: {
    number: { type: Number, required: true },
    kind: { type: String, required: true },
    survivorId: String,
    mergeKind: String,
    successorIds: [String],
    undoes: Number,
    effectiveOn: { type: String, required: true },
    reason: { type: String, required: true },
    performedBy: String,
    performedByUnit: String,
    /** Makes each act's content its own: no two acts are taken for one that was sent twice. */
    token: String,
  },
  naturalKeys: ({ number }) => [`SUBJECT_ACT|${number}`],
  validity: ({ effectiveOn }) => ({ validFrom: effectiveOn }),
  filters: {
    recordState: equals('recordState'),
    validOn,
    kind: equals('kind'),
    numberFrom: atLeast('number'),
  },
  orders: { NUMBER: 'number', RECORDED_AT: 'recordedAt' },
  defaultOrder: { field: 'NUMBER', direction: 'DESC' },
})
