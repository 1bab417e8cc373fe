import { isNot } from '@hub/kit/access/recordVisibility'
import { defineFamily } from '@hub/kit/family/recordFamily'
import { atLeast, atMost, containsName, equals, searchableName, validOn } from '@hub/kit/query/fieldFilter'

/** 企业表彰奖励信息: honours granted to enterprises (domain guide 4.4; requirement R5). */
export const commendations = defineFamily({
  name: 'commendations',
  chineseName: '企业表彰奖励信息',
  typeName: 'Commendation',
  division: 'personnel',
  catalogueId: 'COMMENDATION',
  definition: {
    honorName: { type: String, required: true },
    category: String,
    awardObject: String,
    result: String,
    grantedOn: { type: String, required: true },
    certificateFrom: String,
    certificateTo: String,
    grantedBy: { type: String, required: true },
    grantedByUscc: String,
    certificateNo: String,
    documentNo: String,
    year: Number,
    content: String,
    rewardForm: String,
    honorLevel: String,
    status: { type: String, required: true },
    revocation: { reason: String, date: String, documentNo: String },
    persons: [{ _id: false, name: String, position: String }],
  },
  naturalKeys: ({ grantedBy, documentNo, honorName, year }, subjectId) => [
    ['commendation', grantedBy, documentNo ?? honorName, subjectId, year].join('|'),
  ],
  validity: ({ certificateFrom, certificateTo, grantedOn, revocation }) => ({
    validFrom: certificateFrom ?? grantedOn,
    validTo: revocation?.date ?? certificateTo ?? undefined,
  }),
  searchFields: ({ honorName }) => searchableName('honorName', honorName),
  filters: {
    recordState: equals('recordState'),
    validOn,
    honorNameContains: containsName('honorName'),
    grantedBy: equals('grantedBy'),
    grantedByUscc: equals('grantedByUscc'),
    category: equals('category'),
    awardObject: equals('awardObject'),
    grantedFrom: atLeast('grantedOn'),
    grantedTo: atMost('grantedOn'),
    year: equals('year'),
    honorLevel: equals('honorLevel'),
    status: equals('status'),
    documentNo: equals('documentNo'),
    certificateNo: equals('certificateNo'),
  },
  orders: { GRANTED_ON: 'grantedOn', RECORDED_AT: 'recordedAt' },
  defaultOrder: { field: 'GRANTED_ON', direction: 'DESC' },
  indexes: ['honorNameGrams', 'grantedBy', 'documentNo', 'certificateNo'],
  // An award to a person is personal information (个人信息保护法) and stays within the division.
  visibility: { shared: [isNot('awardObject', 'PERSON')], public: [] },
})
