import {
  type ConstArgumentNode,
  type ConstDirectiveNode,
  type DefinitionNode,
  type DocumentNode,
  type FieldDefinitionNode,
  type InterfaceTypeDefinitionNode,
  Kind,
  type ObjectTypeDefinitionNode,
  parse,
  print,
  type SelectionNode,
  type SelectionSetNode,
  type TypeNode,
} from 'graphql'

/** The field and the arguments that a curried field stands for. */
export interface CurriedField {
  readonly name: string
  readonly arguments: readonly ConstArgumentNode[]
}

export interface CurriedSupergraph {
  readonly document: DocumentNode
  /** By the name of the curried field. */
  readonly fields: ReadonlyMap<string, CurriedField>
  /** By `division Type.field`: the curried fields that the field requires. */
  readonly inputs: ReadonlyMap<string, ReadonlySet<string>>
}

type FieldsType = ObjectTypeDefinitionNode | InterfaceTypeDefinitionNode

const hasFields = (node: DefinitionNode): node is FieldsType =>
  node.kind === Kind.OBJECT_TYPE_DEFINITION || node.kind === Kind.INTERFACE_TYPE_DEFINITION

const namedType = (type: TypeNode): string => (type.kind === Kind.NAMED_TYPE ? type.name.value : namedType(type.type))

/** Rewrites a supergraph; kept apart from the function so that its steps can share what they have found. */
class Currying {
  readonly fields = new Map<string, CurriedField>()
  readonly inputs = new Map<string, Set<string>>()
  private readonly divisions: ReadonlyMap<string, string>
  private inputsNow = new Set<string>()
  private readonly types = new Map<string, FieldsType>()
  private readonly names = new Map<string, string>()
  /** Per type: name of the curried field -> name of the field it was made of. */
  private readonly copies = new Map<string, Map<string, string>>()

  constructor(private readonly document: DocumentNode) {
    this.divisions = divisionNames(document)
    for (const node of document.definitions) if (hasFields(node)) this.types.set(node.name.value, node)
  }

  rewritten(): DocumentNode {
    const definitions = this.document.definitions.map((node) =>
      hasFields(node)
        ? { ...node, fields: node.fields?.map((field) => this.field(node.name.value, field)) ?? [] }
        : node,
    )
    if (this.fields.size === 0) return this.document
    return {
      ...this.document,
      definitions: definitions.map((node) => (hasFields(node) ? this.withCopies(node) : node)),
    }
  }

  private field(type: string, field: FieldDefinitionNode): FieldDefinitionNode {
    const directives = field.directives?.map((directive) =>
      directive.name.value === 'join__field' ? this.joinField(type, field.name.value, directive) : directive,
    )
    return { ...field, directives: directives ?? [] }
  }

  private joinField(type: string, field: string, directive: ConstDirectiveNode): ConstDirectiveNode {
    this.inputsNow = new Set()
    const args = directive.arguments?.map((argument) => {
      if (argument.name.value !== 'requires' || argument.value.kind !== Kind.STRING) return argument
      const value = print(this.selections(type, parsedSelections(argument.value.value))).replace(/^\{|\}$/g, '')
      return { ...argument, value: { kind: Kind.STRING as const, value: value.replace(/\s+/g, ' ').trim() } }
    })
    const graph = enumArgument(directive, 'graph')
    if (this.inputsNow.size > 0) this.inputs.set(`${this.divisions.get(graph)} ${type}.${field}`, this.inputsNow)
    return { ...directive, arguments: args ?? [] }
  }

  private selections(type: string, set: SelectionSetNode): SelectionSetNode {
    return { ...set, selections: set.selections.map((selection) => this.selection(type, selection)) }
  }

  private selection(type: string, selection: SelectionNode): SelectionNode {
    if (selection.kind === Kind.FRAGMENT_SPREAD) return selection
    if (selection.kind === Kind.INLINE_FRAGMENT) {
      const inner = selection.typeCondition?.name.value ?? type
      return { ...selection, selectionSet: this.selections(inner, selection.selectionSet) }
    }
    const { name, arguments: args = [], selectionSet } = selection
    const definition = this.types.get(type)?.fields?.find((field) => field.name.value === name.value)
    const nested =
      selectionSet && definition ? { selectionSet: this.selections(namedType(definition.type), selectionSet) } : {}
    if (args.length === 0 || definition === undefined) return { ...selection, ...nested }
    const curried = this.curried(type, name.value, args as readonly ConstArgumentNode[])
    return { ...selection, ...nested, name: { kind: Kind.NAME, value: curried }, arguments: [] }
  }

  /** The curried field's name, the same wherever the same field is required with the same arguments. */
  private curried(type: string, name: string, args: readonly ConstArgumentNode[]): string {
    const key = `${name}(${args.map(print).sort().join()})`
    const curried = this.names.get(key) ?? this.freshName(name)
    this.names.set(key, curried)
    this.fields.set(curried, { name, arguments: args })
    this.inputsNow.add(curried)
    for (const owner of this.ownersOf(type, name)) {
      const copies = this.copies.get(owner) ?? new Map<string, string>()
      this.copies.set(owner, copies.set(curried, name))
    }
    return curried
  }

  private freshName(name: string): string {
    const taken = (candidate: string): boolean =>
      this.fields.has(candidate) ||
      [...this.types.values()].some((type) => type.fields?.some((field) => field.name.value === candidate))
    let number = 1
    while (taken(`${name}__fixed${number}`)) number += 1
    return `${name}__fixed${number}`
  }

  /** The type itself and, of an interface, everything that implements it. */
  private ownersOf(type: string, field: string): string[] {
    const implementers = [...this.types.values()].filter(
      (node) =>
        node.interfaces?.some((implemented) => implemented.name.value === type) &&
        node.fields?.some(({ name }) => name.value === field),
    )
    return [type, ...implementers.map((node) => node.name.value)]
  }

  private withCopies(node: FieldsType): FieldsType {
    const fields = node.fields ?? []
    const copies = [...(this.copies.get(node.name.value) ?? [])].flatMap(([curried, original]) =>
      fields
        .filter((field) => field.name.value === original)
        .map((field) => ({ ...field, name: { kind: Kind.NAME as const, value: curried }, arguments: [] })),
    )
    return { ...node, fields: [...fields, ...copies] }
  }
}

function enumArgument({ arguments: args = [] }: ConstDirectiveNode, name: string): string {
  const value = args.find((argument) => argument.name.value === name)?.value
  return value?.kind === Kind.ENUM || value?.kind === Kind.STRING ? value.value : ''
}

/** Names of the divisions by the enum values that the supergraph has for them. */
function divisionNames(document: DocumentNode): Map<string, string> {
  const names = new Map<string, string>()
  for (const node of document.definitions) {
    if (node.kind !== Kind.ENUM_TYPE_DEFINITION || node.name.value !== 'join__Graph') continue
    for (const value of node.values ?? [])
      for (const directive of value.directives ?? []) names.set(value.name.value, enumArgument(directive, 'name'))
  }
  return names
}

function parsedSelections(text: string): SelectionSetNode {
  const [operation] = parse(`{${text}}`).definitions
  if (operation?.kind !== Kind.OPERATION_DEFINITION) throw new Error(`not a selection: ${text}`)
  return operation.selectionSet
}

/**
 * Gives every field that some `@requires` asks for with arguments a twin without arguments, and lets the `@requires`
 * ask for the twin. `price(currency: "USD")` and `price(currency: "EUR")` are then two fields to the planner, which
 * would otherwise store both under the name `price` and confuse them. A field whose arguments are fixed is a field
 * without arguments, so nothing else changes; requests and representations are spelt with the real field again.
 */
export function curryRequires(document: DocumentNode): CurriedSupergraph {
  const currying = new Currying(document)
  return { document: currying.rewritten(), fields: currying.fields, inputs: currying.inputs }
}
