import { type DocumentNode, Kind } from 'graphql'
import { argumentOf, type FieldsType, hasFields, joins, namedType } from './supergraphTypes.ts'

const divisionsIn = (type: FieldsType): Set<unknown> =>
  new Set(joins(type, 'join__type').map((join) => argumentOf(join, 'graph')))

/** Whether a type has fields that some of its divisions do not know. */
function isDivided(type: FieldsType): boolean {
  const { size } = divisionsIn(type)
  return (type.fields ?? []).some((field) => {
    const known = joins(field, 'join__field').filter((join) => argumentOf(join, 'external') !== true)
    const divisions = new Set(known.map((join) => argumentOf(join, 'graph')))
    return divisions.size > 0 && divisions.size < size
  })
}

const hasKey = (type: FieldsType): boolean =>
  joins(type, 'join__type').some((join) => argumentOf(join, 'key') !== undefined)

/** By the name of a type that has no key, the types that its values may be or hold. */
function partsOf({ definitions }: DocumentNode): Map<string, string[]> {
  const parts = new Map<string, string[]>()
  const add = (name: string, inner: readonly string[]): void => {
    parts.set(name, [...(parts.get(name) ?? []), ...inner])
  }
  for (const node of definitions) {
    if (node.kind === Kind.UNION_TYPE_DEFINITION) add(node.name.value, (node.types ?? []).map(namedType))
    if (!hasFields(node)) continue
    for (const face of node.interfaces ?? []) add(face.name.value, [node.name.value])
    if (!hasKey(node)) add(node.name.value, node.fields?.map((field) => namedType(field.type)) ?? [])
  }
  return parts
}

/**
 * Names of the types whose values no division knows whole, beneath too: what another division knows of such a value is
 * not reached from the value, as it has no key, but only from what holds it.
 */
export function dividedValues(document: DocumentNode): Set<string> {
  const found = new Set<string>()
  for (const node of document.definitions)
    if (hasFields(node) && !hasKey(node) && isDivided(node)) found.add(node.name.value)
  const parts = partsOf(document)
  for (let before = -1; before < found.size; ) {
    before = found.size
    for (const [name, inner] of parts) if (inner.some((part) => found.has(part))) found.add(name)
  }
  return found
}
