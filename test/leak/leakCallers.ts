import type { CallerClaims } from '@hub/schema/access/callerClaims'
import { divisions } from '@hub/schema/divisions/divisions'
import type { Letter } from './guideLevels.ts'

/** Whom a value is about, from a caller's point of view. */
export type About = 'own' | 'other'

/** A caller, and what the law gives him, written down apart from the implementation. */
export interface LeakCaller {
  readonly name: string
  readonly claims: CallerClaims
  /** Whether a field of a letter is open to him. */
  readonly sees: (letter: Letter, about: About, division: string, coordinate: string) => boolean
  /** Whether he may ask by a filter, an order or an argument of a letter. */
  readonly asks: (letter: Letter, division: string) => boolean
  readonly mutates: boolean
  /** Fields that exist for him where no value of the world's subjects is open to him. */
  readonly finds?: (letter: Letter, division: string) => boolean
}

/** Sections of the purposes that the callers below state, field by field. */
export const OWNERSHIP =
  /^(?:UltimateController\.\w+|ForeignInvestmentRecord\.ultimateControllers|Investor\.(?:personName|personNameEn|fundsOrigin)|VentureParty\.personName)$/
export const COOPERATION =
  /^(?:JointVentureRecord\.(?:cooperationTerms|profitSharing|investmentRecovery|riskSharing|board)|VentureBoard\.\w+)$/

/** What the index says of a subject itself. */
const OF_SUBJECT = /^(?:Enterprise|CreditOfficer|IdentityChange)\.\w+$/

const everyone = (letter: Letter): boolean => letter === 'P'
const government = (letter: Letter): boolean => letter === 'P' || letter === 'G'

function caller(name: string, claims: Omit<CallerClaims, 'caller'>, rules: Partial<LeakCaller> = {}): LeakCaller {
  return { name, claims: { caller: name, ...claims }, sees: everyone, asks: everyone, mutates: true, ...rules }
}

const ofOneself = { sees: (letter: Letter, about: About) => letter === 'P' || (about === 'own' && letter !== 'I') }
export const shared = { sees: government, asks: government }
export const grantOf = (fields: RegExp, to: (about: About) => boolean) => ({
  asks: government,
  sees: (letter: Letter, about: About, _: string, coordinate: string) =>
    government(letter) || (letter === 'A' && to(about) && fields.test(coordinate)),
})
const atHome = (home: string) => (letter: Letter, division: string) => division === home || government(letter)

/** Callers of every role. @param own the subjects that some of them are, act for, or have consent of */
export const leakCallers = (own: readonly string[]): readonly LeakCaller[] => [
  caller('public', { role: 'PUBLIC' }),
  caller('enterprise', { role: 'ENTERPRISE', subjectIds: own }, ofOneself),
  caller('association', { role: 'ASSOCIATION', subjectIds: ['S-THIRD', ...own] }, ofOneself),
  caller('licensing window', { role: 'LICENSING_WINDOW' }, shared),
  caller('analyst', { role: 'ANALYST', division: 'trade' }, { ...shared }),
  caller('credit platform', { role: 'CREDIT_PLATFORM' }, shared),
  caller(
    'window with consent',
    {
      role: 'LICENSING_WINDOW',
      purpose: 'ADMINISTRATIVE_PERMIT',
      grants: [{ sections: ['OWNERSHIP'], subjectIds: own }],
    },
    grantOf(OWNERSHIP, (about) => about === 'own'),
  ),
  caller(
    'analyst with agreement',
    { role: 'ANALYST', purpose: 'PROJECT_REVIEW', grants: [{ sections: ['COOPERATION'] }] },
    grantOf(COOPERATION, () => true),
  ),
  ...divisions.map(({ name }) =>
    caller(
      `officer of ${name}`,
      { role: 'OFFICER', division: name },
      {
        sees: (letter, _, division) => atHome(name)(letter, division),
        asks: atHome(name),
      },
    ),
  ),
  ...['410105', '410106'].map((divisionCode) =>
    caller(
      `officer of market-order in ${divisionCode}`,
      { role: 'OFFICER', division: 'market-order', divisionCode },
      {
        asks: government,
        finds: (_, division) => division === 'market-order',
        // All subjects here lie in 410105; records tell no place of their own.
        sees: (letter, _, division, coordinate) =>
          government(letter) ||
          (divisionCode === '410105' && division === 'market-order' && OF_SUBJECT.test(coordinate)),
      },
    ),
  ),
  caller('inspector', { role: 'INSPECTOR' }, { sees: () => true, asks: () => true, mutates: false }),
  caller(
    'service of trade',
    { role: 'DIVISION_SERVICE', division: 'trade' },
    {
      sees: (letter, _, division) => atHome('trade')(letter, division),
      asks: () => true,
    },
  ),
  caller('system administrator', { role: 'SYSTEM_ADMIN' }),
  caller('security administrator', { role: 'SECURITY_ADMIN' }),
  caller('audit administrator', { role: 'AUDIT_ADMIN' }),
]
