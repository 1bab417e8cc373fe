import {
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLArgument,
  type GraphQLField,
  type GraphQLSchema,
  getNamedType,
  isCompositeType,
  isInterfaceType,
  isListType,
  isNonNullType,
  isObjectType,
  Kind,
  type OperationDefinitionNode,
  OperationTypeNode,
  type SelectionSetNode,
  type ValueNode,
  valueFromASTUntyped,
} from 'graphql'

/** What an operation is estimated to cost, in objects that are read, with a set of variables. */
export type OperationCost = (variables: Readonly<Record<string, unknown>>) => number

/** Length of a list of which nothing is said. */
const ASSUMED_LENGTH = 10
/** A count makes the database look at everything that is counted. */
const COUNT_COST = 5
/** A change costs checks, a transaction and evidence. */
const CHANGE_COST = 20
/** The schema about itself: a few hundred types. */
const INTROSPECTION_COST = 200

const PAGING = ['first', 'last']
const COUNTS = new Set(['totalCount', 'facets'])

type Length = (variables: Readonly<Record<string, unknown>>) => number

/** Estimates by list sizes, as the cost directives of IBM do, with `first`, `last` and lists of ids as slicing arguments. */
class CostEstimate {
  constructor(
    private readonly schema: GraphQLSchema,
    private readonly operation: OperationDefinitionNode,
    private readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>,
  ) {}

  whole(): OperationCost {
    const { operation, selectionSet } = this.operation
    const type = this.schema.getRootType(operation)
    return type ? this.selections(type.name, selectionSet, undefined) : () => 0
  }

  /** @param page length of the page that the selections are of, where they are of one */
  private selections(type: string, { selections }: SelectionSetNode, page: Length | undefined): OperationCost {
    const costs = selections.map((selection) => {
      if (selection.kind === Kind.FIELD) return this.field(type, selection, page)
      const fragment = selection.kind === Kind.INLINE_FRAGMENT ? selection : this.fragments.get(selection.name.value)
      return fragment ? this.selections(fragment.typeCondition?.name.value ?? type, fragment.selectionSet, page) : none
    })
    return (variables) => costs.reduce((sum, cost) => sum + cost(variables), 0)
  }

  private field(typeName: string, node: FieldNode, page: Length | undefined): OperationCost {
    const name = node.name.value
    if (name === '__schema' || name === '__type') return () => INTROSPECTION_COST
    const type = this.schema.getType(typeName)
    const definition = isObjectType(type) || isInterfaceType(type) ? type.getFields()[name] : undefined
    if (definition === undefined) return none
    const isChange =
      this.operation.operation === OperationTypeNode.MUTATION && typeName === this.schema.getMutationType()?.name
    const own = (isChange ? CHANGE_COST : 0) + (COUNTS.has(name) ? COUNT_COST : 0)
    const named = getNamedType(definition.type)
    if (!isCompositeType(named) || node.selectionSet === undefined) return () => own
    const ownPage = this.pageLength(definition, node)
    const inner = this.selections(named.name, node.selectionSet, ownPage ?? page)
    const length = isList(definition) ? (ownPage ?? page ?? this.listLength(definition, node)) : one
    return (variables) => own + length(variables) * (1 + inner(variables))
  }

  /** The length that a paging argument gives; undefined where the field has none. */
  private pageLength(definition: GraphQLField<unknown, unknown>, node: FieldNode): Length | undefined {
    const paging = definition.args.filter(({ name }) => PAGING.includes(name))
    if (paging.length === 0) return undefined
    const lengths = paging.map((argument) => this.argumentValue(argument, node))
    return (variables) => {
      const given = lengths.map((value) => value(variables)).filter((value) => typeof value === 'number')
      return given.length === 0 ? ASSUMED_LENGTH : Math.max(0, ...given)
    }
  }

  /** As long as the longest list it is asked by: of ids, of codes. */
  private listLength(definition: GraphQLField<unknown, unknown>, node: FieldNode): Length {
    const values = definition.args.map((argument) => this.argumentValue(argument, node))
    return (variables) =>
      Math.max(ASSUMED_LENGTH, ...values.map((value) => value(variables)).map((v) => (Array.isArray(v) ? v.length : 0)))
  }

  private argumentValue({ name, defaultValue }: GraphQLArgument, node: FieldNode) {
    const value = node.arguments?.find((argument) => argument.name.value === name)?.value
    return (variables: Readonly<Record<string, unknown>>): unknown =>
      value === undefined ? defaultValue : (this.given(value, variables) ?? defaultValue)
  }

  private given(value: ValueNode, variables: Readonly<Record<string, unknown>>): unknown {
    if (value.kind !== Kind.VARIABLE) return valueFromASTUntyped(value, variables)
    const variable = value.name.value
    if (Object.hasOwn(variables, variable)) return variables[variable]
    const definition = this.operation.variableDefinitions?.find((one) => one.variable.name.value === variable)
    return definition?.defaultValue && valueFromASTUntyped(definition.defaultValue)
  }
}

const none = (): number => 0
const one = (): number => 1

function isList({ type }: GraphQLField<unknown, unknown>): boolean {
  return isListType(isNonNullType(type) ? type.ofType : type)
}

/** Compiles the estimate of a valid operation's cost. */
export function operationCost(
  schema: GraphQLSchema,
  {
    operation,
    fragments,
  }: {
    readonly operation: OperationDefinitionNode
    readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>
  },
): OperationCost {
  return new CostEstimate(schema, operation, fragments).whole()
}
