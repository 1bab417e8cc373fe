import { type ConstDirectiveNode, type DocumentNode, type FieldDefinitionNode, Kind } from 'graphql'
import { dividedValues } from './dividedValues.ts'
import { argumentOf, type FieldsType, fieldSet, hasFields, joins, namedType } from './supergraphTypes.ts'

const ROOT = 'Query'

function compositeTypes({ definitions }: DocumentNode): Set<string> {
  const names = definitions.map((node) =>
    hasFields(node) || node.kind === Kind.UNION_TYPE_DEFINITION ? node.name.value : '',
  )
  return new Set(names)
}

/** Divisions that have a type, those first that find its entities by the most keys. */
function divisionsOf(type: FieldsType): string[] {
  const keys = new Map<string, number>()
  for (const join of joins(type, 'join__type')) {
    const division = String(argumentOf(join, 'graph'))
    const resolves = argumentOf(join, 'key') !== undefined && argumentOf(join, 'resolvable') !== false
    keys.set(division, (keys.get(division) ?? 0) + (resolves ? 1 : 0))
  }
  return [...keys].sort(([, a], [, b]) => b - a).map(([division]) => division)
}

/** The fields of all its keys; undefined when no division finds its entities. */
function keyFields(type: FieldsType): Set<string> | undefined {
  const names = new Set<string>()
  for (const join of joins(type, 'join__type')) {
    const key = argumentOf(join, 'key')
    if (typeof key !== 'string') continue
    for (const node of fieldSet(key).selections) if (node.kind === Kind.FIELD) names.add(node.name.value)
  }
  return names.size > 0 ? names : undefined
}

function joinField(division: string): ConstDirectiveNode {
  const graph = { kind: Kind.ENUM, value: division } as const
  return {
    kind: Kind.DIRECTIVE,
    name: { kind: Kind.NAME, value: 'join__field' },
    arguments: [{ kind: Kind.ARGUMENT, name: { kind: Kind.NAME, value: 'graph' }, value: graph }],
  }
}

/** Without `join__field` a field is in every division that has the type. */
function narrowedField(field: FieldDefinitionNode, divisions: readonly string[]): FieldDefinitionNode {
  const written = joins(field, 'join__field')
  const all = written.length > 0 ? written : divisions.map(joinField)
  const special = (join: ConstDirectiveNode): boolean => (join.arguments?.length ?? 0) > 1
  const plain = all.filter((join) => !special(join))
  const first = divisions.find((division) => plain.some((join) => argumentOf(join, 'graph') === division))
  if (plain.length < 2 || first === undefined) return field
  const others = field.directives?.filter((directive) => !written.includes(directive)) ?? []
  return { ...field, directives: [...others, ...all.filter(special), joinField(first)] }
}

/**
 * A supergraph in which every object that several divisions can give is asked of one of them. They all give the same
 * (`@shareable`), so the answer does not change, but the ways to a field do not multiply at every level. Values of which
 * each knows a part are still asked of all. There may be no way left where there was one.
 * @param document as the planner sees it
 */
export function narrowedSupergraph(document: DocumentNode): DocumentNode {
  const composite = compositeTypes(document)
  const divided = dividedValues(document)
  const isNarrowed = (name: string): boolean => composite.has(name) && !divided.has(name)
  const definitions = document.definitions.map((type) => {
    if (!hasFields(type)) return type
    const keys = type.name.value === ROOT ? new Set<string>() : keyFields(type)
    if (keys === undefined) return type
    const divisions = divisionsOf(type)
    const narrowed = (field: FieldDefinitionNode): FieldDefinitionNode =>
      isNarrowed(namedType(field.type)) && !keys.has(field.name.value) ? narrowedField(field, divisions) : field
    return { ...type, fields: type.fields?.map(narrowed) ?? [] }
  })
  return { ...document, definitions }
}
