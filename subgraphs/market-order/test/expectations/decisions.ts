import type { ListExpectation } from '@hub/kit/testing/listExpectation'
import {
  holdsElement,
  holdsOn,
  inState,
  is,
  type NaiveFilter,
  nameContains,
  notAfter,
  notBefore,
} from '@hub/kit/testing/naiveFilter'
import fc from 'fast-check'
import { penalties } from '../../src/models/penalties.ts'
import { permits } from '../../src/models/permits.ts'
import { authorities, dates, docNos, names, partly, texts, usccs } from './samples.ts'

interface Fields {
  subjectCategory?: string
  subjectUscc?: string
  subjectName?: string
  revoked?: { date?: string }
  [field: string]: unknown
}

const kinds = ['ORGANISATION', 'INDIVIDUAL_BUSINESS', 'NATURAL_PERSON']
const kind = ({ subjectCategory, subjectUscc }: Fields) => {
  if (subjectCategory !== undefined) return subjectCategory
  if (subjectUscc === undefined) return 'NATURAL_PERSON'
  return usccs.slice(4).includes(subjectUscc) ? 'INDIVIDUAL_BUSINESS' : 'ORGANISATION'
}
const authorityCodes = usccs.slice(0, 2)

const required = fc.record({
  docNo: fc.constantFrom(...docNos),
  decidedOn: fc.constantFrom(...dates),
  authority: fc.constantFrom(...authorities),
})
const shared = {
  subjectName: fc.constantFrom(...names),
  subjectCategory: fc.constantFrom(...kinds),
  subjectUscc: fc.constantFrom(...usccs),
  authorityUscc: fc.constantFrom(...authorityCodes),
  effectiveUntil: fc.constantFrom(...dates),
  revoked: partly({ date: fc.constantFrom(...dates), reason: fc.constant('虚构') }),
  published: fc.boolean(),
}
const sharedFilters: Record<string, NaiveFilter> = {
  recordState: inState,
  docNo: is(({ docNo }) => docNo, docNos),
  subjectNameContains: nameContains(
    (fields: Fields) => (kind(fields) === 'NATURAL_PERSON' ? undefined : fields.subjectName),
    texts,
  ),
  subjectCategory: is(kind, kinds),
  authority: is(({ authority }) => authority, authorities),
  authorityUscc: is(({ authorityUscc }) => authorityUscc, authorityCodes),
  decidedFrom: notBefore(({ decidedOn }) => decidedOn, dates),
  decidedTo: notAfter(({ decidedOn }) => decidedOn, dates),
}
const until = ({ revoked, effectiveUntil }: Fields) => revoked?.date ?? effectiveUntil
/** Decisions about persons and those held back are shared; the rest is public (domain guide 4.5). */
const openDecision = (fields: Fields): boolean => kind(fields) !== 'NATURAL_PERSON' && fields.published !== false
const orders = { DECIDED_ON: ({ decidedOn }: Fields) => decidedOn as string }

const categories = ['0', '1', '通报批评']
const grades = ['MINOR', 'ORDINARY', 'SERIOUS']
const repairs = ['NOT_APPLIED', 'REPAIRED']
const litigations = ['UNDER_REVIEW', 'IN_LITIGATION']

export const penaltiesExpectation: ListExpectation = {
  family: penalties,
  list: 'penalties',
  stem: 'AdministrativePenalty',
  fields: fc
    .tuple(
      required,
      partly({
        ...shared,
        categories: fc.subarray(categories, { minLength: 1 }),
        grade: fc.constantFrom(...grades),
        repairStatus: fc.constantFrom(...repairs),
        litigation: fc.constantFrom(...litigations),
        publicity: partly({ max: fc.constantFrom(...dates), endActual: fc.constantFrom(...dates) }),
        publicityEndsOn: fc.constantFrom(...dates),
      }),
    )
    .map(([always, sometimes]) => ({ ...always, ...sometimes })),
  filters: {
    ...sharedFilters,
    validOn: holdsOn((fields) => [fields.decidedOn, until(fields)], dates),
    category: holdsElement((fields) => fields.categories, categories),
    grade: is((fields) => fields.grade, grades),
    repairStatus: is((fields) => fields.repairStatus, repairs),
    litigation: is((fields) => fields.litigation, litigations),
  },
  orders,
  openTo: (fields: Fields, today) => {
    if (fields.repairStatus === 'REPAIRED') return 'INTERNAL'
    const { max = today, endActual = '9999-12-31' } = (fields.publicity ?? {}) as { max?: string; endActual?: string }
    const isOver = max < today || endActual <= today || String(fields.publicityEndsOn ?? today) < today
    const isMinor = fields.grade === 'MINOR' && fields.published !== true
    return openDecision(fields) && !isOver && !isMinor ? 'PUBLIC' : 'SHARED'
  },
}

const permitCategories = ['0', '3']
const states = ['1', '2']
const certificateNos = ['虚许001', '虚许002']

export const permitsExpectation: ListExpectation = {
  family: permits,
  list: 'permits',
  stem: 'AdministrativePermit',
  fields: fc
    .tuple(
      required,
      partly({
        ...shared,
        effectiveFrom: fc.constantFrom(...dates),
        category: fc.constantFrom(...permitCategories),
        permitState: fc.constantFrom(...states),
        certificateNo: fc.constantFrom(...certificateNos),
        publicationScope: fc.constantFrom('1', '2', '3', '社会公开', '政务共享', '授权查询'),
      }),
    )
    .map(([always, sometimes]) => ({ ...always, ...sometimes })),
  filters: {
    ...sharedFilters,
    validOn: holdsOn((fields) => [fields.effectiveFrom ?? fields.decidedOn, until(fields)], dates),
    category: is((fields) => fields.category, permitCategories),
    permitState: is((fields) => fields.permitState, states),
    certificateNo: is((fields) => fields.certificateNo, certificateNos),
  },
  orders,
  openTo: (fields: Fields) => {
    const scope = String(fields.publicationScope)
    if (scope === '3' || scope === '授权查询') return 'INTERNAL'
    return openDecision(fields) && scope !== '2' && scope !== '政务共享' ? 'PUBLIC' : 'SHARED'
  },
}
