import { fieldOwners } from '@hub/schema/access/fieldOwners'
import { directiveArgument } from '@hub/schema/contract/directiveArgument'
import { Kind, parse } from 'graphql'

/** What a composed supergraph says of its types beside their fields. */
export interface GraphEntities {
  /** Whether a type is known by a key. */
  isEntity: (typeName: string) => boolean
  /** The divisions that answer a field, by its coordinate. */
  ownersOf: (coordinate: string) => readonly string[]
}

/** Reads it from the supergraph's SDL. */
export function graphEntities(supergraphSdl: string): GraphEntities {
  const document = parse(supergraphSdl, { noLocation: true })
  const owners = fieldOwners(document)
  const entities = new Set(
    document.definitions.flatMap((node) =>
      node.kind === Kind.OBJECT_TYPE_DEFINITION &&
      node.directives?.some(
        (directive) => directiveArgument({ directives: [directive] }, 'join__type', 'key') !== undefined,
      )
        ? [node.name.value]
        : [],
    ),
  )
  return { isEntity: (name) => entities.has(name), ownersOf: (coordinate) => owners.get(coordinate) ?? [] }
}
