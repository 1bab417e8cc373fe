import { readsAsCitizenId } from '@hub/schema/identifiers/cnIdNumber'
import {
  type GraphQLInputObjectType,
  type GraphQLInputType,
  type GraphQLSchema,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
  type NamedTypeNode,
  type OperationDefinitionNode,
  typeFromAST,
} from 'graphql'
import type { FieldLevels } from '../../execution/answer/accessProfile.ts'

const REPLACED = '[…]'
/** Scalars whose values say nothing of a person and cannot be anything else. Text can: names, numbers of papers. */
const PLAIN = new Set(['Int', 'Boolean', 'ID', 'USCC', 'OrgCode', 'LocalDate', 'DateTime', 'DivisionCode', 'Decimal'])
/** Evidence is no archive of what was sent: from here on a list is told by its length. */
const LONGEST_LIST = 20

interface Masking {
  readonly levels: FieldLevels
  /** Whether text may be kept: an input field says so by its level, an argument cannot. */
  readonly isPublic: boolean
}

function masked(type: GraphQLInputType | undefined, value: unknown, masking: Masking): unknown {
  if (value === null || value === undefined) return value
  if (isNonNullType(type)) return masked(type.ofType as GraphQLInputType, value, masking)
  if (isListType(type))
    return maskedList(type.ofType as GraphQLInputType, Array.isArray(value) ? value : [value], masking)
  if (isInputObjectType(type) && typeof value === 'object') return maskedObject(type, value, masking)
  if (typeof value === 'object' || readsAsCitizenId(String(value))) return REPLACED
  return masking.isPublic || isEnumType(type) || (type !== undefined && PLAIN.has(String(type))) ? value : REPLACED
}

function maskedObject(type: GraphQLInputObjectType, value: object, masking: Masking): unknown {
  const fields = type.getFields()
  const kept = Object.entries(value).map(([name, inner]) => {
    const isPublic = masking.levels.get(`${type.name}.${name}`)?.level === 'PUBLIC'
    const own = fields[name]?.type
    return [name, isPublic || isInputObjectType(own) ? masked(own, inner, { ...masking, isPublic }) : REPLACED]
  })
  return Object.fromEntries(kept)
}

function maskedList(type: GraphQLInputType, values: readonly unknown[], masking: Masking): unknown {
  if (values.length > LONGEST_LIST) return `${values.length} ${REPLACED}`
  return values.map((value) => masked(type, value, masking))
}

/** JSON text of an operation's variables with everything above PUBLIC, and all free text of arguments, replaced. */
export function maskedVariables(
  schema: GraphQLSchema,
  levels: FieldLevels,
  { variableDefinitions = [] }: OperationDefinitionNode,
  variables: Readonly<Record<string, unknown>>,
): string {
  const kept = variableDefinitions.flatMap(({ variable, type: node }) => {
    const name = variable.name.value
    if (!Object.hasOwn(variables, name)) return []
    // The operation is valid, so a variable's type is one that can be sent.
    const type = typeFromAST(schema, node as NamedTypeNode) as GraphQLInputType | undefined
    return [[name, masked(type, variables[name], { levels, isPublic: false })]]
  })
  return JSON.stringify(Object.fromEntries(kept))
}
