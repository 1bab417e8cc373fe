import { moneyDefinition } from '@hub/kit/family/moneyDefinition'
import { defineFamily } from '@hub/kit/family/recordFamily'
import { atLeast, atMost, equals, hasElement, validOn } from '@hub/kit/query/fieldFilter'
import { Schema } from 'mongoose'
import { contributionDefinition } from './contributionDefinition.ts'

/** A party to a venture (GraphQL type VentureParty). */
const partyDefinition = {
  _id: false,
  name: String,
  personName: String,
  country: String,
  shareRatio: Schema.Types.Decimal128,
  contributions: [contributionDefinition],
  schedule: [{ _id: false, dueOn: String, amount: moneyDefinition, paidOn: String }],
} as const

/** 中外合资（合作）经营企业信息: ventures of the laws before 2020 and what became of them (domain guide 4.2; requirement R3). */
export const jointVentures = defineFamily({
  name: 'joint-ventures',
  chineseName: '中外合资（合作）经营企业信息',
  typeName: 'JointVentureRecord',
  division: 'foreign-investment',
  catalogueId: 'JOINT_VENTURE',
  definition: {
    form: { type: String, required: true },
    marketEntityType: String,
    marketEntityCodeSet: String,
    legalPersonStatus: String,
    chineseParties: [partyDefinition],
    foreignParties: [partyDefinition],
    contractNo: String,
    approvedOn: String,
    totalInvestment: moneyDefinition,
    registeredCapital: moneyDefinition,
    cooperationTerms: String,
    profitSharing: String,
    investmentRecovery: String,
    riskSharing: String,
    termYears: Number,
    termFrom: String,
    termTo: String,
    terminatedOn: String,
    board: { kind: String, chineseMembers: Number, foreignMembers: Number, composition: String },
    transition2024: { adjustedTo: String, adjustedOn: String, notAdjusted: Boolean },
    legacyLaw: String,
  },
  naturalKeys: (_fields, subjectId) => [['joint-venture', subjectId].join('|')],
  validity: ({ termFrom, termTo, approvedOn, terminatedOn }) => ({
    validFrom: termFrom ?? approvedOn ?? undefined,
    validTo: terminatedOn ?? termTo ?? undefined,
  }),
  filters: {
    recordState: equals('recordState'),
    validOn,
    form: equals('form'),
    marketEntityType: equals('marketEntityType'),
    foreignPartyCountry: hasElement('foreignParties', 'country'),
    contractNo: equals('contractNo'),
    approvedFrom: atLeast('approvedOn'),
    approvedTo: atMost('approvedOn'),
    termStartsFrom: atLeast('termFrom'),
    termStartsTo: atMost('termFrom'),
    termEndsFrom: atLeast('termTo'),
    termEndsTo: atMost('termTo'),
    notAdjusted: equals('transition2024.notAdjusted'),
  },
  orders: { TERM_FROM: 'termFrom', TERM_TO: 'termTo', APPROVED_ON: 'approvedOn', RECORDED_AT: 'recordedAt' },
  defaultOrder: { field: 'TERM_FROM', direction: 'DESC' },
  indexes: ['contractNo', 'marketEntityType', 'foreignParties.country'],
})
