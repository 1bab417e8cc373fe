import { defineFamily } from '@hub/kit/family/recordFamily'
import { atLeast, atMost, equals, validOn } from '@hub/kit/query/fieldFilter'

/** 信用承诺: what a subject promised, for how long, and whether it kept it (domain guide 4.5; requirement R19). */
export const commitments = defineFamily({
  name: 'commitments',
  chineseName: '信用承诺',
  typeName: 'Commitment',
  division: 'market-order',
  catalogueId: 'COMMITMENT',
  definition: {
    commitmentType: { type: String, required: true },
    commitmentNo: String,
    matter: String,
    textVersion: String,
    content: String,
    signedOn: { type: String, required: true },
    signatory: String,
    validMonths: Number,
    validUntil: String,
    authority: String,
    authorityUscc: String,
    fulfilment: String,
    breach: { date: String, reason: String, docNo: String },
  },
  naturalKeys: ({ commitmentType, commitmentNo, matter, signedOn }, subjectId) => [
    ['commitment', commitmentType, commitmentNo ?? `${matter ?? ''}|${signedOn}`, subjectId].join('|'),
  ],
  validity: ({ signedOn, validUntil }) => ({ validFrom: signedOn, validTo: validUntil ?? undefined }),
  filters: {
    recordState: equals('recordState'),
    validOn,
    commitmentType: equals('commitmentType'),
    commitmentNo: equals('commitmentNo'),
    authority: equals('authority'),
    signedFrom: atLeast('signedOn'),
    signedTo: atMost('signedOn'),
    fulfilment: equals('fulfilment'),
  },
  orders: { SIGNED_ON: 'signedOn', RECORDED_AT: 'recordedAt' },
  defaultOrder: { field: 'SIGNED_ON', direction: 'DESC' },
  indexes: ['commitmentNo', 'authority'],
})
