import { type GraphQLObjectType, type GraphQLSchema, getNamedType, isLeafType, isObjectType } from 'graphql'

/** Fields that lead back to an enterprise or to versions of the same record. */
const LEADING_BACK = new Set(['enterprise', 'history', 'mergedInto', 'supersedes'])

function selection(type: GraphQLObjectType, depth: number): string {
  const parts: string[] = []
  for (const field of Object.values(type.getFields())) {
    const named = getNamedType(field.type)
    const page = field.args.some(({ name }) => name === 'first') ? '(first: 20)' : ''
    if (LEADING_BACK.has(field.name) || (named.name.endsWith('Edge') && isObjectType(named))) continue
    if (isLeafType(named)) parts.push(field.name)
    else if (isObjectType(named) && depth > 0) parts.push(`${field.name}${page} ${selection(named, depth - 1)}`)
  }
  return `{ ${parts.join(' ')} }`
}

/** One enterprise with all fields of all its records in all divisions, twenty records of each family. */
export function archiveQuery(schema: GraphQLSchema): string {
  const enterprise = schema.getType('Enterprise')
  if (!isObjectType(enterprise)) throw new Error('a hub without enterprises')
  return `query Archive($subjectId: ID!) { enterprise(subjectId: $subjectId) ${selection(enterprise, 4)} }`
}
