import { defineFamily } from '@hub/kit/family/recordFamily'
import { sensitive } from '@hub/kit/family/sensitive'
import { atLeast, atMost, equals, hasElement, validOn } from '@hub/kit/query/fieldFilter'
import { Schema } from 'mongoose'
import { endedOn, fullStatusHistory, type StatusEntry } from '../rules/filingStatus.ts'

/** 酒类流通经营企业信息: filings under the order of 2005, repealed in 2016 (domain guide 4.3; requirement R4). */
export const liquorFilings = defineFamily({
  name: 'liquor-filings',
  chineseName: '酒类流通经营企业信息',
  typeName: 'LiquorOperatorRecord',
  division: 'trade',
  catalogueId: 'LIQUOR_FILING',
  definition: {
    filingNo: { type: String, required: true },
    operatorType: { type: String, required: true },
    isIndividualBusiness: Boolean,
    licences: [{ _id: false, kind: String, number: String, validFrom: String, validTo: String, issuedBy: String }],
    premisesAddress: String,
    warehouseArea: Schema.Types.Decimal128,
    categories: [String],
    brands: [
      {
        _id: false,
        brand: String,
        authorisedBy: String,
        authorisationNo: String,
        validFrom: String,
        validTo: String,
      },
    ],
    owner: { name: String, idType: String, idNo: sensitive },
    filedOn: { type: String, required: true },
    acceptedOn: String,
    authority: { type: String, required: true },
    changes: [{ _id: false, item: String, before: String, after: String, changedOn: String, filedOn: String }],
    statusHistory: {
      type: [
        {
          _id: false,
          status: { type: String, required: true },
          since: { type: String, required: true },
          reason: String,
        },
      ],
      required: true,
    },
    successorLicence: String,
  },
  naturalKeys: ({ authority, filingNo }) => [['liquor-filing', authority, filingNo].join('|')],
  validity: ({ acceptedOn, filedOn, statusHistory }) => ({
    validFrom: acceptedOn ?? filedOn,
    validTo: endedOn(statusHistory as StatusEntry[]),
  }),
  searchFields: ({ statusHistory }) => ({ status: fullStatusHistory(statusHistory as StatusEntry[]).at(-1)?.status }),
  filters: {
    recordState: equals('recordState'),
    validOn,
    filingNo: equals('filingNo'),
    authority: equals('authority'),
    operatorType: equals('operatorType'),
    category: equals('categories'),
    status: equals('status'),
    filedFrom: atLeast('filedOn'),
    filedTo: atMost('filedOn'),
    licenceNumber: hasElement('licences', 'number'),
    successorLicence: equals('successorLicence'),
    isIndividualBusiness: equals('isIndividualBusiness'),
  },
  orders: { FILED_ON: 'filedOn', FILING_NO: 'filingNo', RECORDED_AT: 'recordedAt' },
  defaultOrder: { field: 'FILED_ON', direction: 'DESC' },
  indexes: ['authority', 'status', 'successorLicence', 'licences.number'],
})
