import { throughDate } from '@hub/kit/access/recordVisibility'
import { defineFamily } from '@hub/kit/family/recordFamily'
import { atLeast, atMost, containsName, equals, searchableName, validOn } from '@hub/kit/query/fieldFilter'

/** 守信红名单: subjects that keep faith, and until when it is made public (domain guide 4.5). */
export const redListEntries = defineFamily({
  name: 'red-list-entries',
  chineseName: '守信红名单',
  typeName: 'RedListEntry',
  division: 'market-order',
  catalogueId: 'RED_LIST_ENTRY',
  definition: {
    honorName: { type: String, required: true },
    listedOn: { type: String, required: true },
    publicityEndsOn: String,
    docNo: String,
    authority: { type: String, required: true },
    authorityUscc: String,
  },
  naturalKeys: ({ honorName, authority, docNo, listedOn }, subjectId) => [
    ['red-list-entry', honorName, authority, docNo ?? listedOn, subjectId].join('|'),
  ],
  validity: ({ listedOn, publicityEndsOn }) => ({ validFrom: listedOn, validTo: publicityEndsOn ?? undefined }),
  searchFields: ({ honorName }) => searchableName('honorName', honorName),
  filters: {
    recordState: equals('recordState'),
    validOn,
    honorNameContains: containsName('honorName'),
    authority: equals('authority'),
    listedFrom: atLeast('listedOn'),
    listedTo: atMost('listedOn'),
    docNo: equals('docNo'),
  },
  orders: { LISTED_ON: 'listedOn', RECORDED_AT: 'recordedAt' },
  defaultOrder: { field: 'LISTED_ON', direction: 'DESC' },
  indexes: ['honorNameGrams', 'authority', 'docNo'],
  visibility: { shared: [], public: [throughDate('publicityEndsOn')] },
})
