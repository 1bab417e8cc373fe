import type { SchemaDefinition } from 'mongoose'

/** When the value at a path is sealed. */
export type SealedWhen = 'ALWAYS' | 'IF_CITIZEN_ID'

/** Fields that hold something sealed, and where in them; lists are seen through. */
export interface SealedPaths {
  readonly [field: string]: SealedWhen | SealedPaths
}

/** The paths that a family's definition marks as sensitive. */
export function sealedPaths(definition: SchemaDefinition): SealedPaths {
  return Object.fromEntries(
    Object.entries(definition).flatMap(([field, type]) => {
      const marked = field === '_id' ? undefined : markOf(type)
      return marked === undefined ? [] : [[field, marked]]
    }),
  )
}

function markOf(type: unknown): SealedWhen | SealedPaths | undefined {
  if (Array.isArray(type)) return markOf(type[0])
  if (typeof type !== 'object' || type === null) return undefined
  if ('sensitive' in type) return type.sensitive as SealedWhen
  if ('type' in type) return markOf(type.type)
  const inner = sealedPaths(type as SchemaDefinition)
  return Object.keys(inner).length === 0 ? undefined : inner
}
