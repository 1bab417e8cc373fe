import {
  type DocumentNode,
  type FieldNode,
  type GraphQLCompositeType,
  type GraphQLInterfaceType,
  type GraphQLSchema,
  getNamedType,
  isCompositeType,
  isInterfaceType,
  isObjectType,
  Kind,
  OperationTypeNode,
  type SelectionNode,
  type SelectionSetNode,
} from 'graphql'
import type { CanonicalNames } from './canonicalNames.ts'
import { type ConditionValues, isIncluded } from './conditions.ts'
import type { Requirements } from './requirements.ts'
import type { SelectedOperation } from './selectOperation.ts'
import { typenameField } from './typenameField.ts'

/** What is selected on one type before it is written down: fields by canonical name, and selections by type condition. */
interface Scope {
  readonly fields: Map<string, { node: FieldNode; inner: SelectionSetNode[] }>
  readonly conditions: Map<string, SelectionSetNode[]>
}

function addCondition({ conditions }: Scope, condition: string, set: SelectionSetNode): void {
  conditions.set(condition, [...(conditions.get(condition) ?? []), set])
}

class Canonicalizer {
  constructor(
    private readonly schema: GraphQLSchema,
    private readonly selected: SelectedOperation,
    private readonly conditions: ConditionValues,
    private readonly names: CanonicalNames,
    private readonly requirements: Requirements,
  ) {}

  root(): SelectionSetNode | undefined {
    const { operation } = this.selected
    const type = this.schema.getRootType(operation.operation)
    if (!type) return undefined
    const scope = this.scope(type, [operation.selectionSet], operation.operation === OperationTypeNode.MUTATION)
    // What the hub knows itself is not asked of any division.
    for (const [name, { node }] of scope.fields) if (node.name.value.startsWith('__')) scope.fields.delete(name)
    return scope.fields.size + scope.conditions.size === 0 ? undefined : this.written(type, scope)
  }

  private selections(type: GraphQLCompositeType, sets: readonly SelectionSetNode[]): SelectionSetNode {
    const scope = this.scope(type, sets, false)
    // A selection of which nothing is left still asks whether the object is there.
    if (scope.fields.size + scope.conditions.size === 0)
      scope.fields.set('__typename', { node: typenameField, inner: [] })
    return this.written(type, scope)
  }

  private scope(type: GraphQLCompositeType, sets: readonly SelectionSetNode[], actions: boolean): Scope {
    const scope: Scope = { fields: new Map(), conditions: new Map() }
    for (const set of sets) this.collect(type, set, actions, scope)
    return scope
  }

  private collect(type: GraphQLCompositeType, set: SelectionSetNode, actions: boolean, scope: Scope): void {
    for (const selection of set.selections) {
      if (!isIncluded(selection, this.conditions)) continue
      if (selection.kind === Kind.FIELD) {
        this.collectField(type, selection, actions, scope)
        continue
      }
      const fragment = this.fragment(selection)
      // A type condition that always holds would only keep equal fields apart.
      if (fragment.condition === undefined || fragment.condition === type.name) {
        this.collect(type, fragment.set, actions, scope)
      } else {
        addCondition(scope, fragment.condition, fragment.set)
      }
    }
  }

  private collectField(type: GraphQLCompositeType, node: FieldNode, actions: boolean, scope: Scope): void {
    if (isInterfaceType(type) && this.dependsOnType(type, node)) {
      for (const { name } of this.schema.getPossibleTypes(type))
        addCondition(scope, name, { kind: Kind.SELECTION_SET, selections: [node] })
      return
    }
    const name = actions ? this.names.ofAction(node) : this.names.of(node)
    const known = scope.fields.get(name)
    const entry = known ?? { node, inner: [] }
    if (node.selectionSet) entry.inner.push(node.selectionSet)
    scope.fields.set(name, entry)
    if (known === undefined) for (const inputs of this.inputsOf(type, node)) this.collect(type, inputs, false, scope)
  }

  /** What a field requires of others, by the type itself or by an interface that some division knows as an object type. */
  private inputsOf(type: GraphQLCompositeType, { name }: FieldNode): SelectionSetNode[] {
    const interfaces = isObjectType(type) || isInterfaceType(type) ? type.getInterfaces() : []
    return [type, ...interfaces].flatMap((owner) => this.requirements.inputsOf(owner.name, name.value))
  }

  /** Whether a field of an interface requires something only for some of the types that implement it. */
  private dependsOnType(type: GraphQLInterfaceType, node: FieldNode): boolean {
    const ofTypes = this.schema.getPossibleTypes(type)
    return (
      this.inputsOf(type, node).length === 0 && ofTypes.some((possible) => this.inputsOf(possible, node).length > 0)
    )
  }

  private fragment(selection: Exclude<SelectionNode, FieldNode>): {
    condition: string | undefined
    set: SelectionSetNode
  } {
    if (selection.kind === Kind.INLINE_FRAGMENT)
      return { condition: selection.typeCondition?.name.value, set: selection.selectionSet }
    const definition = this.selected.fragments.get(selection.name.value)
    if (definition === undefined) throw new Error(`unknown fragment ${selection.name.value}`)
    return { condition: definition.typeCondition.name.value, set: definition.selectionSet }
  }

  private written(type: GraphQLCompositeType, { fields, conditions }: Scope): SelectionSetNode {
    const selections: SelectionNode[] = []
    for (const [name, { node, inner }] of fields) selections.push(this.field(type, name, node, inner))
    for (const [condition, sets] of conditions) {
      const inner = this.schema.getType(condition)
      if (!isCompositeType(inner)) continue
      selections.push({
        kind: Kind.INLINE_FRAGMENT,
        typeCondition: { kind: Kind.NAMED_TYPE, name: { kind: Kind.NAME, value: condition } },
        selectionSet: this.selections(inner, sets),
      })
    }
    return { kind: Kind.SELECTION_SET, selections }
  }

  private field(type: GraphQLCompositeType, name: string, node: FieldNode, inner: SelectionSetNode[]): FieldNode {
    const plain: FieldNode = { kind: Kind.FIELD, name: node.name, arguments: node.arguments ?? [] }
    const aliased = name === node.name.value ? plain : { ...plain, alias: { kind: Kind.NAME as const, value: name } }
    if (inner.length === 0) return aliased
    const definition = isObjectType(type) || isInterfaceType(type) ? type.getFields()[node.name.value] : undefined
    const fieldType = definition && getNamedType(definition.type)
    if (!isCompositeType(fieldType)) throw new Error(`${type.name}.${node.name.value} has no fields`)
    return { ...aliased, selectionSet: this.selections(fieldType, inner) }
  }
}

/**
 * What an operation asks of the divisions, freed of everything that only concerns the answer's form: aliases,
 * fragments, conditions (decided), repetitions, introspection; and with what its fields require of other divisions.
 * Undefined when nothing is left to ask.
 * @param schema the whole supergraph: what is required may be inaccessible to clients
 * @param conditions values of all variables that `@skip` and `@include` depend on
 */
export function canonicalOperation(
  schema: GraphQLSchema,
  selected: SelectedOperation,
  conditions: ConditionValues,
  names: CanonicalNames,
  requirements: Requirements,
): DocumentNode | undefined {
  const selectionSet = new Canonicalizer(schema, selected, conditions, names, requirements).root()
  if (selectionSet === undefined) return undefined
  const { operation, variableDefinitions = [] } = selected.operation
  return {
    kind: Kind.DOCUMENT,
    definitions: [
      // Directives on variable definitions are the client's and mean nothing to a division.
      {
        kind: Kind.OPERATION_DEFINITION,
        operation,
        variableDefinitions: variableDefinitions.map((node) => ({ ...node, directives: [] })),
        selectionSet,
      },
    ],
  }
}
