import { directiveArgument } from '@hub/schema/contract/directiveArgument'
import { type DocumentNode, type FieldDefinitionNode, Kind, type TypeNode } from 'graphql'
import type { RecordFamily } from '../family/recordFamily.ts'
import { type SealedPaths, sealedPaths } from './sealedPaths.ts'

/** Masks of what must not stand in the store as it is; names and addresses may (decision 010). */
const SEALED_MASKS: readonly (string | undefined)[] = ['ID', 'PHONE']

/**
 * Holds the two declarations together: what the SDL masks as a certificate or phone number, the store must seal.
 * @throws Error naming every field that a family keeps in the clear
 */
export function assertSealed(families: readonly RecordFamily[], sdl: DocumentNode): void {
  const clear = families.flatMap((family) => clearFields(family, sdl))
  if (clear.length > 0) throw new Error(`Sensitive fields are not marked in their families: ${clear.join(', ')}`)
}

/** Fields of a family that the SDL masks and its definition does not mark, as `Type.field`. */
function clearFields({ typeName, definition }: RecordFamily, sdl: DocumentNode): string[] {
  const walk = (type: string, stored: unknown, sealed: SealedPaths): string[] =>
    fieldsOf(sdl, type).flatMap((field) => {
      const name = field.name.value
      const kept = innerDefinition(stored)?.[name]
      if (kept === undefined) return []
      const mark = sealed[name]
      const coordinate = `${type}.${name}`
      if (SEALED_MASKS.includes(directiveArgument(field, 'disclosure', 'mask')))
        return mark === 'ALWAYS' ? [] : [coordinate]
      return innerDefinition(kept) === undefined
        ? []
        : walk(namedType(field.type), kept, typeof mark === 'object' ? mark : {})
    })
  return walk(typeName, definition, sealedPaths(definition))
}

/** The fields of a nested definition; undefined for a single value. */
function innerDefinition(stored: unknown): Record<string, unknown> | undefined {
  if (Array.isArray(stored)) return innerDefinition(stored[0])
  if (typeof stored !== 'object' || stored === null) return undefined
  return 'type' in stored && typeof stored.type !== 'string'
    ? innerDefinition(stored.type)
    : (stored as Record<string, unknown>)
}

function fieldsOf(sdl: DocumentNode, type: string): readonly FieldDefinitionNode[] {
  return sdl.definitions.flatMap((node) =>
    (node.kind === Kind.OBJECT_TYPE_DEFINITION || node.kind === Kind.OBJECT_TYPE_EXTENSION) && node.name.value === type
      ? (node.fields ?? [])
      : [],
  )
}

function namedType(type: TypeNode): string {
  return type.kind === Kind.NAMED_TYPE ? type.name.value : namedType(type.type)
}
