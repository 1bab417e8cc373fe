import { identifierText } from '@hub/schema/identifiers/identifierCheck'

/** Kinds of identifier that the subject index knows (GraphQL enum IdentifierKind). */
export type IdentifierKind =
  | 'USCC'
  | 'ORG_CODE'
  | 'REG_NO'
  | 'TAX_NO'
  | 'LEGACY_FIE_NO'
  | 'CUSTOMS_CODE'
  | 'INSTITUTION_NO'
  | 'SOCIAL_ORGANISATION_NO'
  | 'PERSON_ID'

/** An identifier as a row or a query writes it. */
export interface WrittenIdentifier {
  kind: IdentifierKind
  value: string
}

/** The natural key of the subject that an identifier names: `KIND:value`, one spelling for all ways of writing it. */
export function identifierKey({ kind, value }: WrittenIdentifier): string {
  return `${kind}:${identifierValue({ kind, value })}`
}

/** An identifier in the spelling of the index: half width, upper case, no white space, organisation codes without hyphen. */
export function identifierValue({ kind, value }: WrittenIdentifier): string {
  const text = identifierText(value).replaceAll(/\s/g, '')
  return kind === 'ORG_CODE' ? text.replace('-', '') : text
}
