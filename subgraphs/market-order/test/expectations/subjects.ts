import { pinyinKey } from '@hub/kit/query/pinyinKey'
import type { ListExpectation } from '@hub/kit/testing/listExpectation'
import { holdsOn, inState, is, nameContains, notAfter, notBefore } from '@hub/kit/testing/naiveFilter'
import fc from 'fast-check'
import { subjects } from '../../src/models/subjects.ts'
import { dates, names, partly, texts, usccs } from './samples.ts'

interface Fields {
  name?: string
  uscc?: string
  personIdNo?: string
  subjectType?: string
  [field: string]: unknown
}

const kind = ({ uscc, subjectType, personIdNo }: Fields) => {
  if (subjectType === '91' || usccs.slice(4).includes(uscc ?? '')) return 'INDIVIDUAL_BUSINESS'
  return personIdNo !== undefined && uscc === undefined ? 'NATURAL_PERSON' : 'ORGANISATION'
}
const searchedName = (fields: Fields) => (kind(fields) === 'NATURAL_PERSON' ? undefined : fields.name)
const zones = ['ZHENGDONG', 'AIRPORT']
const divisionCodes = ['410105', '410122']
const statuses = ['EXISTING', 'DEREGISTERED']
const types = ['11', '91']
const entityTypes = ['1100', '5110']
const industries = ['F5127', 'F5226']

export const subjectsExpectation: ListExpectation = {
  family: subjects,
  list: 'enterprises',
  stem: 'Enterprise',
  fields: fc
    .tuple(
      fc.constantFrom(...names),
      partly({
        uscc: fc.constantFrom(...usccs),
        personIdNo: fc.constantFrom('11010519491231002X', '440524188001010014'),
        registeredOn: fc.constantFrom(...dates),
        endedOn: fc.constantFrom(...dates),
        divisionCode: fc.constantFrom(...divisionCodes),
        functionalZone: fc.constantFrom(...zones),
        existenceStatus: fc.constantFrom(...statuses),
        subjectType: fc.constantFrom(...types),
        marketEntityType: fc.constantFrom(...entityTypes),
        industryCode: fc.constantFrom(...industries),
      }),
    )
    .map(([name, fields]) => ({ name, ...fields })),
  lasting: ['uscc', 'personIdNo'],
  dayOfRow: 'approvedOn',
  filters: {
    recordState: inState,
    validOn: holdsOn(({ registeredOn, endedOn }) => [registeredOn, endedOn], dates),
    nameContains: nameContains(searchedName, texts),
    divisionCode: is((fields) => fields.divisionCode, divisionCodes),
    functionalZone: is((fields) => fields.functionalZone, zones),
    registeredFrom: notBefore((fields) => fields.registeredOn, dates),
    registeredTo: notAfter((fields) => fields.registeredOn, dates),
    existenceStatus: is((fields) => fields.existenceStatus, statuses),
    subjectKind: is(kind, ['ORGANISATION', 'INDIVIDUAL_BUSINESS', 'NATURAL_PERSON']),
    subjectType: is((fields) => fields.subjectType, types),
    marketEntityType: is((fields) => fields.marketEntityType, entityTypes),
    industryCode: is((fields) => fields.industryCode, industries),
  },
  orders: {
    REGISTERED_ON: ({ registeredOn }) => registeredOn as string | undefined,
    NAME: (fields) => {
      const name = searchedName(fields)
      return name === undefined ? undefined : pinyinKey(name)
    },
  },
  openTo: (fields) => (kind(fields) === 'NATURAL_PERSON' ? 'SHARED' : 'PUBLIC'),
}
