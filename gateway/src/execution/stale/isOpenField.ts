import { directiveArgument } from '@hub/schema/contract/directiveArgument'
import { type ConstDirectiveNode, type GraphQLNamedType, isInterfaceType, isObjectType } from 'graphql'

const OPEN = new Set(['PUBLIC', 'SHARED'])

interface Definition {
  readonly directives?: readonly ConstDirectiveNode[] | undefined
}

const levelOf = (definition: Definition | null | undefined): string | undefined =>
  definition ? directiveArgument(definition, 'disclosure', 'level') : undefined

/** Whether a field is PUBLIC or SHARED, by its own `@disclosure` or else its type's; a field that has neither is not. */
export function isOpenField(type: GraphQLNamedType, name: string): boolean {
  if (name === '__typename') return true
  if (!isObjectType(type) && !isInterfaceType(type)) return false
  const field = type.getFields()[name]
  const level = levelOf(field?.astNode) ?? levelOf(type.astNode)
  return field !== undefined && level !== undefined && OPEN.has(level)
}
