import { defineFamily } from '@hub/kit/family/recordFamily'
import { sensitive } from '@hub/kit/family/sensitive'
import { atLeast, atMost, containsName, equals, hasElement, searchableName } from '@hub/kit/query/fieldFilter'
import { Schema } from 'mongoose'

/** 酒类流通随附单: one note per wholesale shipment, linked to its seller (domain guide 4.3; requirement R4). */
export const accompanyingNotes = defineFamily({
  name: 'accompanying-notes',
  chineseName: '酒类流通随附单',
  typeName: 'AccompanyingNote',
  division: 'trade',
  catalogueId: 'ACCOMPANYING_NOTE',
  definition: {
    noteNo: { type: String, required: true },
    sellerFilingNo: { type: String, required: true },
    buyer: {
      type: { _id: false, name: String, filingNo: String, uscc: String, address: String, phone: sensitive },
      required: true,
    },
    soldOn: { type: String, required: true },
    items: [
      {
        _id: false,
        name: String,
        spec: String,
        origin: String,
        lotNo: String,
        producedOn: String,
        quantity: Schema.Types.Decimal128,
        unit: String,
      },
    ],
    sealed: Boolean,
  },
  naturalKeys: ({ sellerFilingNo, noteNo }, subjectId) => [
    ['accompanying-note', sellerFilingNo, noteNo, subjectId].join('|'),
  ],
  validity: ({ soldOn }) => ({ validFrom: soldOn }),
  searchFields: ({ buyer }) => searchableName('buyerName', buyer.name ?? ''),
  filters: {
    recordState: equals('recordState'),
    noteNo: equals('noteNo'),
    sellerFilingNo: equals('sellerFilingNo'),
    buyerNameContains: containsName('buyerName'),
    buyerFilingNo: equals('buyer.filingNo'),
    buyerUscc: equals('buyer.uscc'),
    soldFrom: atLeast('soldOn'),
    soldTo: atMost('soldOn'),
    lotNo: hasElement('items', 'lotNo'),
    sealed: equals('sealed'),
  },
  orders: { SOLD_ON: 'soldOn', RECORDED_AT: 'recordedAt' },
  defaultOrder: { field: 'SOLD_ON', direction: 'DESC' },
  indexes: ['noteNo', 'sellerFilingNo', 'buyerNameGrams', 'buyer.filingNo', 'buyer.uscc', 'items.lotNo'],
  visibility: { shared: [], public: null },
})
