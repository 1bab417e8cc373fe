import {
  type FieldNode,
  type FragmentDefinitionNode,
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
} from 'graphql'
import { argumentsCost } from './argumentsCost.ts'
import { type CostDirectives, noCostDirectives } from './costDirectives.ts'
import { givenArguments, givenVariables, type Variables } from './givenArguments.ts'
import { lengthAsAsked, type SizedLists, sizedLists } from './listLength.ts'

/** What an operation is estimated to cost, in objects that are read, with a set of variables. */
export type OperationCost = (variables: Variables) => number

/** A count makes the database look at everything that is counted. */
const COUNT_COST = 5
/** A change costs checks, a transaction and evidence. */
const CHANGE_COST = 20
/** The schema about itself: a few hundred types. */
const INTROSPECTION_COST = 200

const COUNTS = new Set(['totalCount', 'facets'])

/** An operation, and the fragments it may spread. */
export interface CostedOperation {
  readonly operation: OperationDefinitionNode
  readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>
}

/**
 * Estimates by list sizes and weights: objects that are read, each by the weight of its type (1), and what fields and
 * arguments weigh besides, every time that they are asked.
 */
class CostEstimate {
  constructor(
    private readonly schema: GraphQLSchema,
    private readonly asked: CostedOperation,
    private readonly declared: CostDirectives,
  ) {}

  whole(): OperationCost {
    const { operation, selectionSet } = this.asked.operation
    const type = this.schema.getRootType(operation)
    const cost = type ? this.selections(type.name, selectionSet, undefined) : none
    return (variables) => cost(givenVariables(this.asked.operation, variables))
  }

  /** @param sized what the field says that the selections are of, about lists among them */
  private selections(type: string, { selections }: SelectionSetNode, sized: SizedLists | undefined): OperationCost {
    const costs = selections.map((selection) => {
      if (selection.kind === Kind.FIELD) return this.field(type, selection, sized)
      const { fragments } = this.asked
      const fragment = selection.kind === Kind.INLINE_FRAGMENT ? selection : fragments.get(selection.name.value)
      return fragment ? this.selections(fragment.typeCondition?.name.value ?? type, fragment.selectionSet, sized) : none
    })
    return (variables) => costs.reduce((sum, cost) => sum + cost(variables), 0)
  }

  private field(typeName: string, node: FieldNode, sized: SizedLists | undefined): OperationCost {
    const name = node.name.value
    if (name === '__schema' || name === '__type') return () => INTROSPECTION_COST
    const type = this.schema.getType(typeName)
    const definition = isObjectType(type) || isInterfaceType(type) ? type.getFields()[name] : undefined
    if (definition === undefined) return none
    const { weights, listSizes } = this.declared
    const coordinate = `${typeName}.${name}`
    const given = givenArguments(definition, node)
    const asking = argumentsCost(weights, coordinate, definition, given)
    const own = weights.get(coordinate) ?? this.usualWeight(typeName, name)
    const named = getNamedType(definition.type)
    const each = weights.get(named.name) ?? (isCompositeType(named) ? 1 : 0)
    const ownLists = sizedLists(listSizes.get(coordinate), definition, node, given)
    const isLong = isList(definition)
    // Without named fields it speaks of the field's own list, or of all lists of the object that the field answers.
    const isOwn = isLong && ownLists?.fields === undefined
    const said = isOwn ? (ownLists ?? within(sized, name)) : within(sized, name)
    const length = isLong ? (said?.length ?? lengthAsAsked(given)) : one
    const inner = node.selectionSet
      ? this.selections(named.name, node.selectionSet, isOwn ? undefined : ownLists)
      : none
    return (variables) => own + asking(variables) + length(variables) * (each + inner(variables))
  }

  private usualWeight(type: string, field: string): number {
    const isChange =
      this.asked.operation.operation === OperationTypeNode.MUTATION && type === this.schema.getMutationType()?.name
    return (isChange ? CHANGE_COST : 0) + (COUNTS.has(field) ? COUNT_COST : 0)
  }
}

/** What is said about the list of this name. */
function within(sized: SizedLists | undefined, name: string): SizedLists | undefined {
  return sized?.fields?.includes(name) === false ? undefined : sized
}

const none = (): number => 0
const one = (): number => 1

function isList({ type }: GraphQLField<unknown, unknown>): boolean {
  return isListType(isNonNullType(type) ? type.ofType : type)
}

/** Compiles the estimate of a valid operation's cost, by the directives of its graph and, where it has none, as usual. */
export function operationCost(
  schema: GraphQLSchema,
  asked: CostedOperation,
  declared: CostDirectives = noCostDirectives,
): OperationCost {
  return new CostEstimate(schema, asked, declared).whole()
}
