import { type GraphQLFieldConfig, GraphQLID, GraphQLNonNull, GraphQLObjectType, GraphQLSchema } from 'graphql'

const CHANGES = '各处室记录的变更，随发生随给；参数与 Query.changes 相同，每次一页，以其 next 为事件编号'
const ENTERPRISE_CHANGED = '关于一个信用主体的变更，随发生随给；改关联而离开该主体的也在内'

/**
 * An audience's schema with what it may subscribe to; the same schema where it may not read changes. Federation has no
 * subscriptions here and needs none: each is answered by queries.
 */
export function streamSchema(schema: GraphQLSchema): GraphQLSchema {
  const { query, ...config } = schema.toConfig()
  const changes = query?.toConfig().fields.changes
  const { after, first } = changes?.args ?? {}
  if (changes === undefined || after === undefined || first === undefined) return schema
  const subjectId = { type: new GraphQLNonNull(GraphQLID), description: '信用主体编号' }
  const fields: Record<string, GraphQLFieldConfig<unknown, unknown>> = {
    changes: { ...changes, description: CHANGES },
    enterpriseChanged: { ...changes, args: { subjectId, after, first }, description: ENTERPRISE_CHANGED },
  }
  const subscription = new GraphQLObjectType({ name: 'Subscription', description: '订阅；见 /graphql/stream', fields })
  return new GraphQLSchema({ ...config, query, subscription, assumeValid: true })
}
