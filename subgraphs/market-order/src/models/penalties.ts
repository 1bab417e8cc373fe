import { either, is, isNot, throughDate, untilDate } from '@hub/kit/access/recordVisibility'
import { defineFamily } from '@hub/kit/family/recordFamily'
import { atLeast, atMost, containsName, equals, validOn } from '@hub/kit/query/fieldFilter'
import { Schema } from 'mongoose'
import { decisionKeys } from '../rules/decisionKeys.ts'
import {
  counterpartDefinition,
  decisionDefinition,
  publicDecision,
  searchableCounterpart,
} from './counterpartDefinition.ts'

/** 行政处罚: administrative penalties with every field of the 双公示 forms (domain guide 3.3, 4.5). */
export const penalties = defineFamily({
  name: 'penalties',
  chineseName: '行政处罚',
  typeName: 'AdministrativePenalty',
  division: 'market-order',
  catalogueId: 'ADMINISTRATIVE_PENALTY',
  definition: {
    ...counterpartDefinition,
    docNo: { type: String, required: true },
    title: String,
    offenceType: String,
    facts: String,
    legalBasis: String,
    categories: [String],
    content: String,
    fineAmount: Schema.Types.Decimal128,
    confiscatedAmount: Schema.Types.Decimal128,
    revokedLicence: String,
    decidedOn: { type: String, required: true },
    effectiveUntil: String,
    publicityEndsOn: String,
    authority: { type: String, required: true },
    authorityUscc: String,
    dataSource: String,
    dataSourceUscc: String,
    publicityTerm: String,
    ...decisionDefinition,
    grade: String,
    publicity: { start: String, min: String, max: String, endActual: String, reason: String },
    repairStatus: String,
    litigation: String,
  },
  naturalKeys: (fields, subjectId) => decisionKeys('penalty', fields, subjectId),
  validity: ({ decidedOn, effectiveUntil, revoked }) => ({
    validFrom: decidedOn,
    validTo: revoked?.date ?? effectiveUntil ?? undefined,
  }),
  searchFields: searchableCounterpart,
  filters: {
    recordState: equals('recordState'),
    validOn,
    docNo: equals('docNo'),
    subjectNameContains: containsName('subjectName'),
    subjectCategory: equals('counterpartKind'),
    authority: equals('authority'),
    authorityUscc: equals('authorityUscc'),
    decidedFrom: atLeast('decidedOn'),
    decidedTo: atMost('decidedOn'),
    category: equals('categories'),
    grade: equals('grade'),
    repairStatus: equals('repairStatus'),
    litigation: equals('litigation'),
  },
  orders: { DECIDED_ON: 'decidedOn', RECORDED_AT: 'recordedAt' },
  defaultOrder: { field: 'DECIDED_ON', direction: 'DESC' },
  indexes: ['docNo', 'subjectNameGrams', 'authority', 'authorityUscc', 'categories'],
  visibility: {
    shared: [isNot('repairStatus', 'REPAIRED')],
    public: [
      ...publicDecision,
      // Minor offences are in principle not published, and where they are, the source says so (order 36 of 2025).
      either(isNot('grade', 'MINOR'), is('published', true)),
      untilDate('publicity.endActual'),
      throughDate('publicity.max'),
      throughDate('publicityEndsOn'),
    ],
  },
})
