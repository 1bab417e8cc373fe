import { type ConstDirectiveNode, type DocumentNode, Kind } from 'graphql'
import { type Role, roles } from './callerClaims.ts'
import { membersOf, typeNodes } from './disclosureMap.ts'

/** The roles that a field is reserved for, by its coordinate; a field without an entry is there for all that its level opens it to. */
export type Reservations = ReadonlyMap<string, readonly Role[]>

/** What a document says by `@reservedFor`. */
export function reservations(document: DocumentNode): Reservations {
  return new Map(
    typeNodes(document).flatMap((type) =>
      membersOf(type).flatMap((member) =>
        (member.directives ?? [])
          .filter(({ name }) => name.value === 'reservedFor')
          .map((directive) => [`${type.name.value}.${member.name.value}`, rolesOf(directive)] as const),
      ),
    ),
  )
}

/** A name that is no role opens to nobody. */
function rolesOf(directive: ConstDirectiveNode): readonly Role[] {
  const value = directive.arguments?.find(({ name }) => name.value === 'roles')?.value
  const values = value?.kind === Kind.LIST ? value.values : value ? [value] : []
  const named = new Set(values.flatMap((one) => (one.kind === Kind.ENUM ? [one.value] : [])))
  return roles.filter((role) => named.has(role))
}
