import {
  type ConstDirectiveNode,
  type DefinitionNode,
  type DocumentNode,
  type FieldDefinitionNode,
  type InterfaceTypeDefinitionNode,
  Kind,
  type ObjectTypeDefinitionNode,
  parse,
  type SelectionSetNode,
  type TypeNode,
} from 'graphql'

export type FieldsType = ObjectTypeDefinitionNode | InterfaceTypeDefinitionNode

export const hasFields = (node: DefinitionNode): node is FieldsType =>
  node.kind === Kind.OBJECT_TYPE_DEFINITION || node.kind === Kind.INTERFACE_TYPE_DEFINITION

/** The name of a type without its wrappers. */
export function namedType(type: TypeNode): string {
  return type.kind === Kind.NAMED_TYPE ? type.name.value : namedType(type.type)
}

/** The text of an enum or string argument, whether a boolean one is true, undefined when it is not given. */
export function argumentOf({ arguments: args = [] }: ConstDirectiveNode, name: string): string | boolean | undefined {
  const value = args.find((argument) => argument.name.value === name)?.value
  if (value?.kind === Kind.ENUM || value?.kind === Kind.STRING || value?.kind === Kind.BOOLEAN) return value.value
  return undefined
}

/** Applications of a directive of the supergraph's join specification. */
export function joins(
  node: FieldsType | FieldDefinitionNode,
  name: 'join__type' | 'join__field',
): ConstDirectiveNode[] {
  return node.directives?.filter((directive) => directive.name.value === name) ?? []
}

/** The names of the divisions by the enum values that the supergraph has for them. */
export function divisionNames(document: DocumentNode): Map<string, string> {
  const names = new Map<string, string>()
  for (const node of document.definitions) {
    if (node.kind !== Kind.ENUM_TYPE_DEFINITION || node.name.value !== 'join__Graph') continue
    for (const value of node.values ?? [])
      for (const directive of value.directives ?? []) names.set(value.name.value, String(argumentOf(directive, 'name')))
  }
  return names
}

/** A field set of the join specification as a selection set. */
export function fieldSet(text: string): SelectionSetNode {
  const [operation] = parse(`{${text}}`, { noLocation: true }).definitions
  if (operation?.kind !== Kind.OPERATION_DEFINITION) throw new Error(`not a field set: ${text}`)
  return operation.selectionSet
}
