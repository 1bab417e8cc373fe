import { throughDate, untilDate } from '@hub/kit/access/recordVisibility'
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
    removedReason: String,
    removedOn: String,
    dataSource: String,
    dataSourceUscc: String,
  },
  naturalKeys: ({ honorName, authority, docNo, listedOn }, subjectId) => [
    ['red-list-entry', honorName, authority, docNo ?? listedOn, subjectId].join('|'),
  ],
  ending: {
    since: 'listedOn',
    by: 'removedOn',
    fields: ['removedOn', 'removedReason'],
    reason: 'removedReason',
    namedBy: ['honorName'],
    alsoBy: ['listedOn', 'authority', 'docNo'],
  },
  validity: ({ listedOn, publicityEndsOn, removedOn }) => ({
    validFrom: listedOn,
    validTo: [publicityEndsOn, removedOn].filter(isText).sort()[0],
  }),
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
  visibility: { shared: [], public: [untilDate('removedOn'), throughDate('publicityEndsOn')] },
})

function isText(text: string | null | undefined): text is string {
  return text !== undefined && text !== null
}
