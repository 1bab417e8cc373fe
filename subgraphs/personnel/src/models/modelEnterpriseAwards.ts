import { defineFamily } from '@hub/kit/family/recordFamily'
import { atLeast, atMost, containsName, decimal, equals, searchableName, validOn } from '@hub/kit/query/fieldFilter'
import { Schema } from 'mongoose'

/** 诚信示范企业评比结果: what a year's selection campaign found about an enterprise (domain guide 4.4; requirement R21). */
export const modelEnterpriseAwards = defineFamily({
  name: 'model-enterprise-awards',
  chineseName: '诚信示范企业评比结果',
  typeName: 'ModelEnterpriseAward',
  division: 'personnel',
  catalogueId: 'MODEL_ENTERPRISE_AWARD',
  definition: {
    year: { type: Number, required: true },
    campaignName: String,
    organiser: { type: String, required: true },
    totalScore: Schema.Types.Decimal128,
    scores: [
      {
        _id: false,
        criterion: String,
        weight: Schema.Types.Decimal128,
        score: Schema.Types.Decimal128,
        isVeto: Boolean,
        vetoed: Boolean,
      },
    ],
    publicityFrom: String,
    publicityTo: String,
    objections: [
      { _id: false, raisedOn: String, raisedBy: String, content: String, outcome: String, settledOn: String },
    ],
    result: { type: String, required: true },
    grantedOn: String,
    titleUntil: String,
    documentNo: String,
    status: String,
    revocation: { reason: String, date: String, documentNo: String },
  },
  naturalKeys: ({ organiser, campaignName, year }, subjectId) => [
    ['model-enterprise', organiser, campaignName, year, subjectId].join('|'),
  ],
  validity: ({ grantedOn, titleUntil, revocation }) => ({
    validFrom: grantedOn ?? undefined,
    validTo: revocation?.date ?? titleUntil ?? undefined,
  }),
  searchFields: ({ campaignName }) => searchableName('campaignName', campaignName ?? ''),
  filters: {
    recordState: equals('recordState'),
    validOn,
    year: equals('year'),
    campaignNameContains: containsName('campaignName'),
    organiser: equals('organiser'),
    result: equals('result'),
    status: equals('status'),
    documentNo: equals('documentNo'),
    grantedFrom: atLeast('grantedOn'),
    grantedTo: atMost('grantedOn'),
    publicityStartsFrom: atLeast('publicityFrom'),
    publicityStartsTo: atMost('publicityFrom'),
    totalScoreFrom: decimal(atLeast('totalScore')),
  },
  orders: { YEAR: 'year', GRANTED_ON: 'grantedOn', RECORDED_AT: 'recordedAt' },
  defaultOrder: { field: 'YEAR', direction: 'DESC' },
  indexes: ['campaignNameGrams', 'documentNo'],
})
