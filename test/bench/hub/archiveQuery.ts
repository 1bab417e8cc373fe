import { type GraphQLObjectType, type GraphQLSchema, getNamedType, isLeafType, isObjectType } from 'graphql'

/** Fields that lead to versions of the same record. */
const VERSIONS = new Set(['history', 'supersedes'])

/** What leads to another enterprise, or to the same. */
const ENTERPRISE = 'Enterprise'

function selection(type: GraphQLObjectType, depth: number): string {
  const parts: string[] = []
  for (const field of Object.values(type.getFields())) {
    const named = getNamedType(field.type)
    const page = field.args.some(({ name }) => name === 'first') ? '(first: 20)' : ''
    if (VERSIONS.has(field.name) || named.name === ENTERPRISE || (named.name.endsWith('Edge') && isObjectType(named)))
      continue
    if (isLeafType(named)) parts.push(field.name)
    else if (isObjectType(named) && depth > 0) parts.push(`${field.name}${page} ${selection(named, depth - 1)}`)
  }
  return `{ ${parts.join(' ')} }`
}

/** One enterprise with all fields of all its records in all divisions, twenty records of each family. */
export function archiveQuery(schema: GraphQLSchema): string {
  const enterprise = schema.getType(ENTERPRISE)
  if (!isObjectType(enterprise)) throw new Error('a hub without enterprises')
  return `query Archive($subjectId: ID!) { enterprise(subjectId: $subjectId) ${selection(enterprise, 4)} }`
}
