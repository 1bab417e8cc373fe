import type { RecordState } from '@hub/kit/family/recordEnvelope'
import type { FamilyFields } from '@hub/kit/family/recordFamily'

/**
 * How far a record is open: P to anyone, G to government, O to its subject and its division, I to its division alone
 * (domain guide, sections 3.4, 3.5, 4.4, 4.5).
 */
export type RowLetter = 'P' | 'G' | 'O' | 'I'

/** A record as it was reported, and what became of it since. */
export interface LeakRow {
  readonly family: string
  readonly name: string
  readonly letter: RowLetter
  readonly fields?: FamilyFields
  /** Fields whose value reads as a citizen's id number: nobody is told of it but the division (PIPL). */
  readonly heldBack?: readonly string[]
  readonly since?: readonly { readonly recordState?: RecordState; readonly fields?: FamilyFields }[]
}

/** Of a natural person; nobody may read more of it than the first character but the division. */
export const PERSON = '欧阳示例人'
const person = { subjectCategory: 'NATURAL_PERSON', subjectName: PERSON, subjectUscc: undefined }
const past = '2021-01-01'

/** Reads as a citizen's id number, and as a credit code too. */
export const CITIZEN = '362322198709086409'
const heldBack = ['subjectUscc', 'subjectRegNo', 'subjectTaxNo', 'subjectInstitutionNo', 'subjectSocialOrganisationNo']
const citizen = { heldBack, fields: Object.fromEntries(heldBack.map((field) => [field, CITIZEN])) }

/** Short enough, and of the code sets, for the national forms (domain guide, section 3.3). */
const ofForm = {
  categories: ['0'],
  category: '0',
  permitState: '1',
  legacyState: '0',
  localCode: '410105',
  subjectTaxNo: '410105600000012',
  subjectInstitutionNo: undefined,
  subjectSocialOrganisationNo: undefined,
}

const states: readonly Pick<LeakRow, 'name' | 'letter' | 'since'>[] = [
  { name: 'in force', letter: 'P' },
  { name: 'repaired', letter: 'O', since: [{ recordState: 'REPAIRED' }] },
  { name: 'withdrawn', letter: 'I', since: [{ recordState: 'WITHDRAWN' }] },
  { name: 'withdrawn by mistake', letter: 'P', since: [{ recordState: 'WITHDRAWN' }, { recordState: 'CURRENT' }] },
]

const families = [
  'penalties',
  'permits',
  'list-entries',
  'red-list-entries',
  'commitments',
  'foreign-investments',
  'joint-ventures',
  'liquor-filings',
  'accompanying-notes',
  'commendations',
  'model-enterprise-awards',
]

/** Notes are shared at most; everything else is public while in force. */
const atMost = (family: string, letter: RowLetter): RowLetter =>
  family === 'accompanying-notes' && letter === 'P' ? 'G' : letter

export const leakRows: readonly LeakRow[] = [
  ...families.flatMap((family) => states.map((row) => ({ family, ...row, letter: atMost(family, row.letter) }))),
  { family: 'penalties', name: 'natural person', letter: 'G', fields: person },
  { family: 'penalties', name: 'repaired by status', letter: 'O', since: [{ fields: { repairStatus: 'REPAIRED' } }] },
  { family: 'penalties', name: 'minor', letter: 'G', fields: { grade: 'MINOR', published: undefined } },
  { family: 'penalties', name: 'minor, published', letter: 'P', fields: { grade: 'MINOR' } },
  { family: 'penalties', name: 'not published', letter: 'G', since: [{ fields: { published: false } }] },
  { family: 'penalties', name: 'longest time over', letter: 'G', since: [{ fields: { publicity: { max: past } } }] },
  {
    family: 'penalties',
    name: 'publicity ended',
    letter: 'G',
    since: [{ fields: { publicity: { endActual: past } } }],
  },
  { family: 'penalties', name: 'announced end over', letter: 'G', fields: { publicityEndsOn: past } },
  { family: 'permits', name: 'natural person', letter: 'G', fields: person },
  ...['penalties', 'permits'].flatMap((family): LeakRow[] => [
    { family, name: 'citizen id in code fields', letter: 'P', ...citizen },
    { family, name: 'of the form', letter: 'P', fields: ofForm },
    { family, name: 'of the form, natural person', letter: 'G', fields: { ...ofForm, ...person } },
  ]),
  { family: 'permits', name: 'not published', letter: 'G', fields: { published: false } },
  { family: 'permits', name: 'of shared scope', letter: 'G', fields: { publicationScope: '2' } },
  { family: 'permits', name: 'of authorised scope', letter: 'O', fields: { publicationScope: '3' } },
  { family: 'list-entries', name: 'taken off', letter: 'G', since: [{ fields: { removedOn: past } }] },
  { family: 'red-list-entries', name: 'taken off', letter: 'G', since: [{ fields: { removedOn: past } }] },
  { family: 'red-list-entries', name: 'publicity over', letter: 'G', fields: { publicityEndsOn: past } },
  { family: 'commendations', name: 'of a person', letter: 'O', fields: { awardObject: 'PERSON' } },
  { family: 'subjects', name: 'organisation', letter: 'P' },
  {
    family: 'subjects',
    name: 'natural person',
    letter: 'G',
    fields: {
      name: PERSON,
      uscc: undefined,
      identifiers: [],
      subjectType: undefined,
      personIdNo: '11010519491231002X',
    },
  },
]
