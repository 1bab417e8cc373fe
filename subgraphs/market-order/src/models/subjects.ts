import { isNot } from '@hub/kit/access/recordVisibility'
import { moneyDefinition } from '@hub/kit/family/moneyDefinition'
import { defineFamily } from '@hub/kit/family/recordFamily'
import { sensitive, sensitiveIfCitizenId } from '@hub/kit/family/sensitive'
import { atLeast, atMost, containsName, equals, searchableName, validOn } from '@hub/kit/query/fieldFilter'
import { pinyinKey } from '@hub/kit/query/pinyinKey'
import { shanghaiDate } from '@hub/schema/calendar/shanghaiDate'
import { normaliseName } from '@hub/schema/names/normaliseName'
import { carriedOver, type LastingFields } from '../rules/carriedOver.ts'
import { checkIdentifier } from '../rules/checkIdentifier.ts'
import { identifierKey } from '../rules/identifierKey.ts'
import { type SubjectIdentifiers, subjectIdentifiers } from '../rules/subjectIdentifiers.ts'
import { subjectKind } from '../rules/subjectKind.ts'
import { normalisedFormerNames } from '../rules/subjectNames.ts'

const identifiers = [{ _id: false, kind: String, value: sensitiveIfCitizenId, validFrom: String, validTo: String }]
const nameHistory = [{ _id: false, name: String, from: String, to: String }]

/** 信用主体库: the one index of enterprises and other subjects, whose ids all divisions link to (domain guide 4.0; architecture 3). */
export const subjects = defineFamily({
  name: 'subjects',
  chineseName: '信用主体',
  typeName: 'Enterprise',
  division: 'market-order',
  catalogueId: 'SUBJECT',
  isSubject: true,
  definition: {
    uscc: sensitiveIfCitizenId,
    identifiers,
    taxNo: sensitiveIfCitizenId,
    personIdType: String,
    personIdNo: sensitive,
    name: { type: String, required: true },
    nameEn: String,
    nameHistory,
    subjectType: String,
    marketEntityType: String,
    marketEntityCodeSet: String,
    legalRepName: String,
    legalRepIdType: String,
    legalRepIdNo: sensitive,
    address: String,
    divisionCode: String,
    functionalZone: String,
    registrationAuthority: String,
    registeredOn: String,
    approvedOn: String,
    termFrom: String,
    termTo: String,
    existenceStatus: String,
    endedOn: String,
    registeredCapital: moneyDefinition,
    industryCode: String,
    industryEdition: String,
    businessScope: String,
    phone: sensitive,
    email: sensitive,
    creditOfficer: { name: String, position: String, phone: sensitive },
    mergedIntoId: String,
    mergedOn: String,
    mergeKind: String,
    supersedesIds: [String],
    /** What each row stated of name and numbers, and of which day: the store's own, see `rules/statedIdentity`. */
    statedIdentities: {
      type: [
        {
          _id: false,
          on: String,
          name: String,
          uscc: sensitiveIfCitizenId,
          taxNo: sensitiveIfCitizenId,
          personIdNo: sensitive,
          identifiers,
          nameHistory,
          registeredOn: String,
        },
      ],
      default: undefined,
    },
  },
  naturalKeys: (fields) => {
    const keys = subjectIdentifiers(fields as SubjectIdentifiers)
      .filter((identifier) => checkIdentifier(identifier) !== 'INVALID')
      .map(identifierKey)
    // A subject without any number is the same only as a row that says the very same of it; names are reused.
    const { name, registeredOn, divisionCode } = fields
    return keys.length > 0 ? keys : [['UNIDENTIFIED', normaliseName(name), registeredOn, divisionCode].join('|')]
  },
  validity: ({ registeredOn, endedOn }) => ({ validFrom: registeredOn ?? undefined, validTo: endedOn ?? undefined }),
  mergedInto: ({ mergedIntoId }) => mergedIntoId ?? undefined,
  carryOver: (before, reported, at) => ({
    ...carriedOver(before as LastingFields, reported as LastingFields, shanghaiDate(at)),
  }),
  searchFields: (fields) => {
    const kind = subjectKind(fields)
    const { uscc, name } = fields
    return {
      subjectKind: kind,
      ...(uscc ? searchableUscc(uscc) : {}),
      // Names of natural persons are not to be searched or sorted by.
      ...(kind === 'NATURAL_PERSON'
        ? {}
        : {
            ...searchableName('name', name),
            nameSortKey: pinyinKey(name),
            formerNamesNormalised: normalisedFormerNames(fields as never),
          }),
    }
  },
  filters: {
    recordState: equals('recordState'),
    validOn,
    nameContains: containsName('name'),
    divisionCode: equals('divisionCode'),
    functionalZone: equals('functionalZone'),
    registeredFrom: atLeast('registeredOn'),
    registeredTo: atMost('registeredOn'),
    existenceStatus: equals('existenceStatus'),
    subjectKind: equals('subjectKind'),
    subjectType: equals('subjectType'),
    marketEntityType: equals('marketEntityType'),
    industryCode: equals('industryCode'),
  },
  orders: { REGISTERED_ON: 'registeredOn', NAME: 'nameSortKey', RECORDED_AT: 'recordedAt' },
  defaultOrder: { field: 'REGISTERED_ON', direction: 'DESC' },
  indexes: [
    'nameGrams',
    'nameNormalised',
    'formerNamesNormalised',
    'orgCode',
    'divisionCode',
    'functionalZone',
    'mergedIntoId',
  ],
  visibility: { shared: [], public: [isNot('subjectKind', 'NATURAL_PERSON')] },
})

/** The organisation code within a credit code; in a number that is none, it would be a piece of somebody's citizen id. */
function searchableUscc(uscc: string): Record<string, unknown> {
  const usccCheck = checkIdentifier({ kind: 'USCC', value: uscc })
  return { usccCheck, ...(usccCheck === 'INVALID' ? {} : { orgCode: uscc.slice(8, 17) }) }
}
