import type { QueryPlanFieldNode, QueryPlanSelectionNode } from '@apollo/query-planner'
import {
  type GraphQLSchema,
  getNamedType,
  isAbstractType,
  isInterfaceType,
  isNonNullType,
  isObjectType,
  Kind,
  type SelectionSetNode,
} from 'graphql'
import type { CanonicalNames } from './canonicalNames.ts'

/**
 * A field of a representation that is null when it is not known, as where a division does not know the entity. Without
 * any other field there is no representation.
 */
export type OptionalInput = QueryPlanFieldNode & { readonly optional: true }

const typename: QueryPlanSelectionNode = { kind: 'Field', name: '__typename' }

/**
 * A field set as a part of representations: taken from the data under canonical names, sent under its own. Values of
 * abstract types carry their type's name, without which the division could not tell them.
 * @param use fields of a key have to be known; inputs that may be null have not
 */
export function requiredSelections(
  schema: GraphQLSchema,
  names: CanonicalNames,
  typeName: string,
  set: SelectionSetNode,
  use: 'key' | 'inputs',
): QueryPlanSelectionNode[] {
  const type = schema.getType(typeName)
  return set.selections.flatMap((selection): QueryPlanSelectionNode[] => {
    if (selection.kind === Kind.FRAGMENT_SPREAD) return []
    if (selection.kind === Kind.INLINE_FRAGMENT) {
      const typeCondition = selection.typeCondition?.name.value ?? typeName
      const selections = requiredSelections(schema, names, typeCondition, selection.selectionSet, use)
      return [{ kind: 'InlineFragment', typeCondition, selections }]
    }
    const name = selection.name.value
    const definition = isObjectType(type) || isInterfaceType(type) ? type.getFields()[name] : undefined
    const optional = use === 'inputs' && definition !== undefined && !isNonNullType(definition.type)
    const field = { kind: 'Field' as const, name, alias: names.of(selection), ...(optional ? { optional } : {}) }
    if (selection.selectionSet === undefined) return [field]
    const inner = definition && getNamedType(definition.type)
    const selections = requiredSelections(schema, names, inner?.name ?? '', selection.selectionSet, use)
    return [{ ...field, selections: isAbstractType(inner) ? [typename, ...selections] : selections }]
  })
}

export function isOptional(field: QueryPlanFieldNode | OptionalInput): boolean {
  return 'optional' in field
}
