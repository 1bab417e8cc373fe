import type { SubgraphResolvers } from '@hub/schema/access/guard/guardedSchema'

/**
 * The resolvers of several rooms as one; rooms may share types (Query, Enterprise), never a field.
 * @throws Error when two rooms resolve one field
 */
export function mergedResolvers(...rooms: readonly SubgraphResolvers[]): SubgraphResolvers {
  const merged: Record<string, Record<string, unknown>> = {}
  for (const room of rooms) {
    for (const [type, fields] of Object.entries(room)) {
      const known = merged[type] ?? {}
      const twice = Object.keys(fields).find((name) => Object.hasOwn(known, name))
      if (twice !== undefined) throw new Error(`two rooms resolve ${type}.${twice}`)
      merged[type] = { ...known, ...fields }
    }
  }
  return merged
}
