import {
  type FieldNode,
  type GraphQLAbstractType,
  type GraphQLCompositeType,
  type GraphQLOutputType,
  type GraphQLSchema,
  GraphQLString,
  isAbstractType,
  isCompositeType,
  isInterfaceType,
  isListType,
  isNonNullType,
  isObjectType,
  Kind,
  OperationTypeNode,
  type SelectionNode,
  type SelectionSetNode,
} from 'graphql'
import type { CanonicalNames } from '../plan/canonicalNames.ts'
import { type ConditionValues, isIncluded } from '../plan/conditions.ts'
import type { SelectedOperation } from '../plan/selectOperation.ts'
import { fulfils } from '../plan/typeConditions.ts'
import type { FieldShape, SelectionShape, ValueShape } from './answerShape.ts'
import { introspectionSource } from './introspection.ts'
import { leafText } from './leafText.ts'

/** Compiles selection sets of one operation into shapes; equal selections on equal types share one. */
export class AnswerShapes {
  private readonly shared = new Map<string, SelectionShape>()
  private readonly signatures = new WeakMap<SelectionSetNode, string>()

  constructor(
    private readonly schema: GraphQLSchema,
    private readonly selected: SelectedOperation,
    private readonly conditions: ConditionValues,
    private readonly names: CanonicalNames,
  ) {}

  root(): SelectionShape {
    const { operation } = this.selected
    const type = this.schema.getRootType(operation.operation)
    if (!type) throw new Error(`no root type for ${operation.operation}`)
    const actions = operation.operation === OperationTypeNode.MUTATION
    const fields = this.fields(type, [operation.selectionSet], actions)
    return { typeName: type.name, abstract: false, fieldsFor: () => fields, typeNames: () => [type.name] }
  }

  private selection(type: GraphQLCompositeType, sets: readonly SelectionSetNode[]): SelectionShape {
    const key = `${type.name} ${sets.map((set) => this.signature(set)).join(' ')}`
    const known = this.shared.get(key)
    if (known !== undefined) return known
    const shape = isAbstractType(type) ? this.abstractSelection(type, sets) : this.objectSelection(type, sets)
    this.shared.set(key, shape)
    return shape
  }

  private objectSelection(type: GraphQLCompositeType, sets: readonly SelectionSetNode[]): SelectionShape {
    let fields: readonly FieldShape[] | undefined
    const fieldsFor = (): readonly FieldShape[] => {
      fields ??= this.fields(type, sets, false)
      return fields
    }
    return { typeName: type.name, abstract: false, fieldsFor, typeNames: () => [type.name] }
  }

  private abstractSelection(type: GraphQLAbstractType, sets: readonly SelectionSetNode[]): SelectionShape {
    const byType = new Map<string, readonly FieldShape[] | undefined>()
    const fieldsFor = (typename = type.name): readonly FieldShape[] | undefined => {
      if (byType.has(typename)) return byType.get(typename)
      const runtime = this.schema.getType(typename)
      const possible = isCompositeType(runtime) && fulfils(this.schema, typename, type.name)
      const fields = possible ? this.fields(runtime, sets, false) : undefined
      // A division's answer decides the names that are asked for, so only names of the schema are kept.
      if (runtime) byType.set(typename, fields)
      return fields
    }
    const typeNames = (): string[] => [type.name, ...this.schema.getPossibleTypes(type).map(({ name }) => name)]
    return { typeName: type.name, abstract: true, fieldsFor, typeNames }
  }

  /** GraphQL, 6.3.2: CollectFields, and the merging of selection sets of 6.4.3. */
  private fields(type: GraphQLCompositeType, sets: readonly SelectionSetNode[], actions: boolean): FieldShape[] {
    const collected = new Map<string, FieldNode[]>()
    for (const set of sets) this.collect(type, set, collected)
    return [...collected].flatMap(([name, nodes]) => this.field(type, name, nodes, actions))
  }

  private collect(type: GraphQLCompositeType, set: SelectionSetNode, collected: Map<string, FieldNode[]>): void {
    for (const selection of set.selections) {
      if (!isIncluded(selection, this.conditions)) continue
      if (selection.kind === Kind.FIELD) {
        const name = (selection.alias ?? selection.name).value
        const nodes = collected.get(name)
        if (nodes === undefined) collected.set(name, [selection])
        else nodes.push(selection)
        continue
      }
      const fragment = this.fragmentOf(selection)
      const condition = fragment.typeCondition?.name.value
      if (condition === undefined || fulfils(this.schema, type.name, condition))
        this.collect(type, fragment.selectionSet, collected)
    }
  }

  private fragmentOf(selection: Exclude<SelectionNode, FieldNode>) {
    if (selection.kind === Kind.INLINE_FRAGMENT) return selection
    const fragment = this.selected.fragments.get(selection.name.value)
    if (fragment === undefined) throw new Error(`unknown fragment ${selection.name.value}`)
    return fragment
  }

  private field(type: GraphQLCompositeType, responseName: string, nodes: FieldNode[], actions: boolean): FieldShape[] {
    const [node] = nodes
    if (node === undefined) return []
    const name = node.name.value
    const key = `${JSON.stringify(responseName)}:`
    const common = { responseName, key, nextKey: `,${key}`, coordinate: `${type.name}.${name}` }
    if (name === '__typename') {
      const shape: ValueShape = { kind: 'leaf', nonNull: true, text: leafText(GraphQLString), typeName: 'String' }
      // An object whose type is known only as an interface has no type name to tell.
      const fixed = isObjectType(type) ? JSON.stringify(type.name) : undefined
      return [{ ...common, source: ' unknown type', shape, fixed }]
    }
    const definition = isObjectType(type) || isInterfaceType(type) ? type.getFields()[name] : undefined
    if (definition === undefined) return name.startsWith('__') ? [introspection(common, responseName)] : []
    const inner = nodes.flatMap(({ selectionSet }) => (selectionSet ? [selectionSet] : []))
    const source = actions ? this.names.ofAction(node) : this.names.of(node)
    return [{ ...common, source, shape: this.value(definition.type, inner), fixed: undefined }]
  }

  private value(type: GraphQLOutputType, inner: readonly SelectionSetNode[], nonNull = false): ValueShape {
    if (isNonNullType(type)) return this.value(type.ofType, inner, true)
    if (isListType(type)) return { kind: 'list', nonNull, of: this.value(type.ofType, inner) }
    if (isCompositeType(type)) return { kind: 'object', nonNull, selection: this.selection(type, inner) }
    return { kind: 'leaf', nonNull, text: leafText(type), typeName: type.name }
  }

  /** Text that two selection sets share exactly when they select the same. */
  private signature(set: SelectionSetNode): string {
    const known = this.signatures.get(set)
    if (known !== undefined) return known
    const parts = set.selections.map((selection) => {
      if (!isIncluded(selection, this.conditions)) return ''
      if (selection.kind === Kind.FIELD) {
        const inner = selection.selectionSet ? this.signature(selection.selectionSet) : ''
        return `${(selection.alias ?? selection.name).value}:${this.names.of(selection)}${inner}`
      }
      const { typeCondition, selectionSet } = this.fragmentOf(selection)
      return `...${typeCondition?.name.value ?? ''}${this.signature(selectionSet)}`
    })
    const text = `{${parts.join(' ')}}`
    this.signatures.set(set, text)
    return text
  }
}

/** `__schema` and `__type` are answered beforehand; the data hold the JSON text under the client's name with a mark. */
function introspection(
  common: Pick<FieldShape, 'responseName' | 'key' | 'nextKey' | 'coordinate'>,
  responseName: string,
): FieldShape {
  const text = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined)
  const shape: ValueShape = { kind: 'leaf', nonNull: false, typeName: 'Introspection', text }
  return { ...common, source: introspectionSource(responseName), shape, fixed: undefined }
}
