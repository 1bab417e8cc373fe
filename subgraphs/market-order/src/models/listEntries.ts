import { untilDate } from '@hub/kit/access/recordVisibility'
import { defineFamily } from '@hub/kit/family/recordFamily'
import { atLeast, atMost, containsName, equals, searchableName, validOn } from '@hub/kit/query/fieldFilter'

/** 严重失信主体名单、异常名录: why and when a subject was put on a list and taken off (domain guide 4.5). */
export const listEntries = defineFamily({
  name: 'list-entries',
  chineseName: '严重失信主体名单、异常名录',
  typeName: 'ListEntry',
  division: 'market-order',
  catalogueId: 'LIST_ENTRY',
  definition: {
    listKind: { type: String, required: true },
    listName: { type: String, required: true },
    listedReason: String,
    legalBasis: String,
    listedOn: { type: String, required: true },
    listingAuthority: { type: String, required: true },
    listingAuthorityUscc: String,
    listingDocNo: String,
    removedReason: String,
    removedOn: String,
    removalAuthority: String,
    removalAuthorityUscc: String,
    removalDocNo: String,
    dataSource: String,
    dataSourceUscc: String,
  },
  naturalKeys: ({ listName, listingAuthority, listingDocNo, listedOn }, subjectId) => [
    ['list-entry', listName, listingAuthority, listingDocNo ?? listedOn, subjectId].join('|'),
  ],
  ending: {
    since: 'listedOn',
    by: 'removedOn',
    fields: ['removedOn', 'removedReason', 'removalAuthority', 'removalAuthorityUscc', 'removalDocNo'],
    reason: 'removedReason',
    namedBy: ['listName'],
    alsoBy: ['listKind', 'listedOn', 'listingAuthority', 'listingDocNo'],
  },
  validity: ({ listedOn, removedOn }) => ({ validFrom: listedOn, validTo: removedOn ?? undefined }),
  searchFields: ({ listName, removedOn }) => ({ ...searchableName('listName', listName), onList: !removedOn }),
  filters: {
    recordState: equals('recordState'),
    validOn,
    listKind: equals('listKind'),
    listNameContains: containsName('listName'),
    listingAuthority: equals('listingAuthority'),
    listedFrom: atLeast('listedOn'),
    listedTo: atMost('listedOn'),
    onList: equals('onList'),
    listingDocNo: equals('listingDocNo'),
  },
  orders: { LISTED_ON: 'listedOn', RECORDED_AT: 'recordedAt' },
  defaultOrder: { field: 'LISTED_ON', direction: 'DESC' },
  indexes: ['listNameGrams', 'listingAuthority', 'listingDocNo'],
  // Public while on the list, shared from then until it is repaired.
  visibility: { shared: [], public: [untilDate('removedOn')] },
})
