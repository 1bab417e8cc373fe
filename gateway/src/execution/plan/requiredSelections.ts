import type { QueryPlanSelectionNode } from '@apollo/query-planner'
import {
  type GraphQLSchema,
  getNamedType,
  isAbstractType,
  isInterfaceType,
  isObjectType,
  Kind,
  type SelectionSetNode,
} from 'graphql'
import type { CanonicalNames } from './canonicalNames.ts'

const typename: QueryPlanSelectionNode = { kind: 'Field', name: '__typename' }

/**
 * A field set as a part of representations: taken from the data under canonical names, sent under its own. Values of
 * abstract types carry their type's name, without which the division could not tell them.
 */
export function requiredSelections(
  schema: GraphQLSchema,
  names: CanonicalNames,
  typeName: string,
  set: SelectionSetNode,
): QueryPlanSelectionNode[] {
  const type = schema.getType(typeName)
  return set.selections.flatMap((selection): QueryPlanSelectionNode[] => {
    if (selection.kind === Kind.FRAGMENT_SPREAD) return []
    if (selection.kind === Kind.INLINE_FRAGMENT) {
      const typeCondition = selection.typeCondition?.name.value ?? typeName
      const selections = requiredSelections(schema, names, typeCondition, selection.selectionSet)
      return [{ kind: 'InlineFragment', typeCondition, selections }]
    }
    const name = selection.name.value
    const field = { kind: 'Field' as const, name, alias: names.of(selection) }
    if (selection.selectionSet === undefined) return [field]
    const definition = isObjectType(type) || isInterfaceType(type) ? type.getFields()[name] : undefined
    const inner = definition && getNamedType(definition.type)
    const selections = requiredSelections(schema, names, inner?.name ?? '', selection.selectionSet)
    return [{ ...field, selections: isAbstractType(inner) ? [typename, ...selections] : selections }]
  })
}
