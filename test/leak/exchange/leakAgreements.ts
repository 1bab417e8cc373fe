import { agreementTerms } from '@hub/gateway/exchange/agreements/agreementTerms'
import { guideFields } from '../expectedGraph.ts'
import { COOPERATION, grantOf, type LeakCaller, OWNERSHIP, shared } from '../leakCallers.ts'
import type { AgreedItem, ChangeReader, KeptRow } from './changeReader.ts'

/** An agreement as it is proposed, and what it is to let its partner have. */
export interface LeakAgreement {
  readonly name: string
  /** Levels and items as `agreementTerms` has them. */
  readonly terms: Readonly<Record<string, unknown>>
  readonly reader: ChangeReader
}

const FORMS = ['penalties', 'permits']
const NEVER = [{ field: 'recordId', in: ['none'] }]

const partner = (name: string, rules: Pick<LeakCaller, 'sees' | 'asks'>): LeakCaller => ({
  name,
  claims: { caller: name, role: 'CREDIT_PLATFORM' },
  mutates: false,
  ...rules,
})

const authorised = grantOf(new RegExp(`${OWNERSHIP.source}|${COOPERATION.source}`), () => true)

/** Every second field that the guide has of a type, whatever its level: what is above the partner's must not go out. */
function someFields(typeName: string): string[] {
  return guideFields.filter(({ type }) => type === typeName).flatMap(({ name }, at) => (at % 2 === 0 ? [name] : []))
}

/** Agreements of each level over all families: two of everything that the level opens, one of little. */
export function leakAgreements(rows: readonly KeptRow[]): readonly LeakAgreement[] {
  const own = rows.filter(({ row }) => row.about === 'own').map(({ row }) => row.subjectId)
  const typeOf = new Map(rows.map(({ family }) => [family.name, family.typeName]))
  const families = [...typeOf.keys()]
  const all = new Map(families.map((family): [string, AgreedItem] => [family, {}]))
  const permit = rows.find(({ row }) => row.family === 'permits' && row.name === 'in force' && row.about === 'own')?.row
  const some = new Map(
    families
      .filter((family) => family !== 'penalties')
      .map((family): [string, AgreedItem] => [
        family,
        {
          fields: someFields(typeOf.get(family) ?? ''),
          covers: (row) =>
            row.about === 'own' &&
            own.includes(row.subjectId) &&
            (family !== 'permits' || row.recordId === permit?.recordId),
        },
      ]),
  )
  const narrowItems = [...some].map(([family, { fields }]) => ({
    family,
    fields,
    subjectIds: own,
    ...(family === 'permits' && permit ? { where: [{ field: 'recordId', in: [permit.recordId] }] } : {}),
  }))
  const none = new Map(FORMS.map((family): [string, AgreedItem] => [family, { covers: () => false }]))
  const forms = new Map(FORMS.map((family): [string, AgreedItem] => [family, {}]))
  const items = (of: ReadonlyMap<string, AgreedItem>) => [...of.keys()].map((family) => ({ family }))
  const whole = { purpose: 'AUTHORISED_QUERY', sections: ['OWNERSHIP', 'COOPERATION'] }
  return [
    agreement('shared', { level: 'SHARED', items: items(all) }, shared, all),
    agreement('authorised', { level: 'AUTHORIZED', ...whole, items: items(all) }, authorised, all),
    agreement(
      'narrow',
      { level: 'AUTHORIZED', purpose: 'PROJECT_REVIEW', sections: ['COOPERATION'], items: narrowItems },
      grantOf(COOPERATION, () => true),
      some,
    ),
    agreement('forms', { level: 'SHARED', items: items(forms) }, shared, forms),
    agreement('nothing', { level: 'SHARED', items: FORMS.map((family) => ({ family, where: NEVER })) }, shared, none),
  ]
}

function agreement(
  name: string,
  terms: LeakAgreement['terms'],
  rules: Pick<LeakCaller, 'sees' | 'asks'>,
  items: ReadonlyMap<string, AgreedItem>,
): LeakAgreement {
  return { name, terms, reader: { name, caller: partner(name, rules), itemOf: (family) => items.get(family) } }
}

/** The terms of an agreement that goes some way. @throws ZodError where they are none */
export function termsOf({ name, terms }: LeakAgreement, way: Readonly<Record<string, unknown>>) {
  const basis = { partner: name, title: 'leak', legalBasis: '试验', from: '2026-01-01', to: '2099-12-31' }
  return agreementTerms.parse({ ...basis, ...terms, ...way })
}
