import {
  type DefinitionNode,
  type DocumentNode,
  type FieldDefinitionNode,
  type InputValueDefinitionNode,
  isTypeDefinitionNode,
  Kind,
  type TypeDefinitionNode,
  type TypeNode,
} from 'graphql'

const builtIn = new Set(['String', 'Int', 'Float', 'Boolean', 'ID'])
const roots = ['Query', 'Mutation', 'Subscription']

type Types = ReadonlyMap<string, TypeDefinitionNode>

/** How a member stands in the graph: read as part of an answer, or asked by. */
export type MemberUse = 'READ' | 'ASK'

/** Tells whether a field, input field or enum value exists, by its coordinate. */
export type Exists = (coordinate: string, use: MemberUse) => boolean

/**
 * The part of an API schema that consists of existing members, without loose ends: a type that has nothing left goes, and with
 * it every field and argument of that type; what no root reaches goes too. Directives on definitions are not kept.
 * @param api a complete schema: no extensions, roots named Query, Mutation and Subscription
 */
export function audienceDocument(api: DocumentNode, exists: Exists): DocumentNode {
  const all = new Map(api.definitions.filter(isTypeDefinitionNode).map((type) => [type.name.value, type]))
  const readEnums = enumsRead(all)
  let types: Types = new Map([...all].map(([name, type]) => [name, existing(type, exists, readEnums)]))
  for (let size = -1; size !== weight(types); ) {
    size = weight(types)
    types = withoutLooseEnds(types)
  }
  const reached = reachable(types)
  const definitions: DefinitionNode[] = [...types.values()].filter(({ name }) => reached.has(name.value))
  return { kind: Kind.DOCUMENT, definitions: [...definitions, ...executableDirectives(api)] }
}

function existing(type: TypeDefinitionNode, exists: Exists, readEnums: ReadonlySet<string>): TypeDefinitionNode {
  const kept = <M extends { name: { value: string } }>(members: readonly M[] | undefined, use: MemberUse): M[] =>
    (members ?? []).filter((member) => exists(`${type.name.value}.${member.name.value}`, use))
  switch (type.kind) {
    case Kind.OBJECT_TYPE_DEFINITION:
    case Kind.INTERFACE_TYPE_DEFINITION:
      return { ...type, directives: [], fields: kept(type.fields, 'READ') }
    case Kind.INPUT_OBJECT_TYPE_DEFINITION:
      return { ...type, directives: [], fields: fillable(type.fields, kept(type.fields, 'ASK')) }
    case Kind.ENUM_TYPE_DEFINITION:
      return { ...type, directives: [], values: kept(type.values, readEnums.has(type.name.value) ? 'READ' : 'ASK') }
    default:
      return type
  }
}

/** An input that demands what the audience does not have cannot be filled in: then nothing of it is left. */
function fillable(
  all: readonly InputValueDefinitionNode[] = [],
  kept: readonly InputValueDefinitionNode[],
): readonly InputValueDefinitionNode[] {
  return all.every((field) => kept.includes(field) || !isDemanded(field)) ? kept : []
}

/** Enums that occur in answers: their values have to be there for whoever may read them. */
function enumsRead(types: Types): Set<string> {
  return new Set([...types.values()].flatMap((type) => outputFields(type).map((field) => namedType(field.type))))
}

/** One round of removal; what it leaves may be loose again. */
function withoutLooseEnds(types: Types): Types {
  const kept = [...types.values()].filter((type) => !isEmpty(type, types))
  const known = new Map(kept.map((type) => [type.name.value, type]))
  return new Map(kept.map((type) => [type.name.value, tied(type, known)]))
}

function isEmpty(type: TypeDefinitionNode, types: Types): boolean {
  switch (type.kind) {
    case Kind.OBJECT_TYPE_DEFINITION:
    case Kind.INTERFACE_TYPE_DEFINITION:
    case Kind.INPUT_OBJECT_TYPE_DEFINITION:
      return (type.fields ?? []).length === 0
    case Kind.ENUM_TYPE_DEFINITION:
      return (type.values ?? []).length === 0
    case Kind.UNION_TYPE_DEFINITION:
      return !(type.types ?? []).some((member) => isKnown(member, types))
    default:
      return false
  }
}

function tied(type: TypeDefinitionNode, types: Types): TypeDefinitionNode {
  const isThere = ({ type: of }: { type: TypeNode }) => isKnown(of, types)
  switch (type.kind) {
    case Kind.INPUT_OBJECT_TYPE_DEFINITION:
      return { ...type, fields: fillable(type.fields, (type.fields ?? []).filter(isThere)) }
    case Kind.UNION_TYPE_DEFINITION:
      return { ...type, types: (type.types ?? []).filter((member) => isKnown(member, types)) }
    case Kind.OBJECT_TYPE_DEFINITION:
    case Kind.INTERFACE_TYPE_DEFINITION: {
      const fields = (type.fields ?? [])
        .filter((field) => isThere(field) && (field.arguments ?? []).every((a) => isThere(a) || !isDemanded(a)))
        .filter((field) => type.kind === Kind.OBJECT_TYPE_DEFINITION || isKeptBelow(type.name.value, field, types))
        .map((field) => ({ ...field, arguments: (field.arguments ?? []).filter(isThere) }))
      return { ...type, fields, interfaces: (type.interfaces ?? []).filter((one) => isKnown(one, types)) }
    }
    default:
      return type
  }
}

/** A field of an interface stands while every type that has the interface has it. */
function isKeptBelow(name: string, { name: field }: FieldDefinitionNode, types: Types): boolean {
  return [...types.values()]
    .filter((type) => implemented(type).includes(name))
    .every((type) => outputFields(type).some((own) => own.name.value === field.value))
}

/** Names of all types that a root leads to; types of an interface only where the interface itself is read. */
function reachable(types: Types): Set<string> {
  const reached = new Set<string>()
  const read = (name: string): void => {
    const type = types.get(name)
    if (type === undefined || reached.has(name)) return
    reached.add(name)
    for (const next of mentioned(type)) read(next)
    if (type.kind !== Kind.INTERFACE_TYPE_DEFINITION) return
    for (const other of types.values()) if (implemented(other).includes(name)) read(other.name.value)
  }
  for (const root of roots) read(root)
  // An interface that is only implemented stays for fragments, and does not lead to the other types that have it.
  for (const interfaceName of [...reached].flatMap((name) => implemented(types.get(name)))) {
    for (const next of mentioned(types.get(interfaceName))) read(next)
    reached.add(interfaceName)
  }
  return reached
}

/** The types that a type's own members name. */
function mentioned(type: TypeDefinitionNode | undefined): string[] {
  if (type?.kind === Kind.INPUT_OBJECT_TYPE_DEFINITION) return (type.fields ?? []).map((field) => namedType(field.type))
  if (type?.kind === Kind.UNION_TYPE_DEFINITION) return (type.types ?? []).map(namedType)
  return outputFields(type).flatMap((field) => [
    namedType(field.type),
    ...(field.arguments ?? []).map((argument) => namedType(argument.type)),
  ])
}

function outputFields(type: TypeDefinitionNode | undefined): readonly FieldDefinitionNode[] {
  const hasFields = type?.kind === Kind.OBJECT_TYPE_DEFINITION || type?.kind === Kind.INTERFACE_TYPE_DEFINITION
  return hasFields ? (type.fields ?? []) : []
}

function implemented(type: TypeDefinitionNode | undefined): string[] {
  return type && 'interfaces' in type ? (type.interfaces ?? []).map(namedType) : []
}

function namedType(type: TypeNode): string {
  return type.kind === Kind.NAMED_TYPE ? type.name.value : namedType(type.type)
}

const isKnown = (type: TypeNode, types: Types): boolean => builtIn.has(namedType(type)) || types.has(namedType(type))

const isDemanded = ({ type, defaultValue }: InputValueDefinitionNode): boolean =>
  type.kind === Kind.NON_NULL_TYPE && defaultValue === undefined

/** Directives of queries; those of definitions say nothing to a client. */
function executableDirectives({ definitions }: DocumentNode): DefinitionNode[] {
  const executable = new Set(['QUERY', 'MUTATION', 'SUBSCRIPTION', 'FIELD', 'FRAGMENT_SPREAD', 'INLINE_FRAGMENT'])
  return definitions.filter(
    (node) =>
      node.kind === Kind.DIRECTIVE_DEFINITION && node.locations.some((location) => executable.has(location.value)),
  )
}

/** How much there is; a round that takes nothing away leaves it as it was. */
function weight(types: Types): number {
  return [...types.values()].reduce((sum, type) => {
    const values = type.kind === Kind.ENUM_TYPE_DEFINITION ? (type.values ?? []).length : 0
    return sum + 1 + values + implemented(type).length + outputFields(type).length + mentioned(type).length
  }, 0)
}
