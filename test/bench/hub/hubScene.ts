import { composeServices } from '@apollo/composition'
import { divisionSchemaFile, divisionSdl } from '@hub/schema/composition/divisionSdl'
import { divisions } from '@hub/schema/divisions/divisions'
import { parse } from 'graphql'
import type { StubSubgraph } from '../stubs/stubSubgraph.ts'
import type { Scene } from '../workload.ts'
import { archiveQuery } from './archiveQuery.ts'
import { inventedField } from './inventedField.ts'
import { lookUpQuery } from './lookUpQuery.ts'

const page = `query Page {
  enterprises(first: 50) {
    totalCount
    pageInfo { hasNextPage endCursor }
    nodes {
      subjectId name uscc existenceStatus
      penalties(first: 1) { totalCount }
      liquorFilings(first: 1) { totalCount }
      commendations(first: 1) { totalCount }
    }
  }
}`

/** The hub's own four divisions, each with its own SDL and invented answers. */
export function hubScene(): Scene {
  const subgraphs: StubSubgraph[] = divisions.map(({ name }) => ({
    name,
    sdl: divisionSdl(divisionSchemaFile(name)),
    fieldResolver: inventedField,
  }))
  const { schema, errors } = composeServices(subgraphs.map(({ name, sdl }) => ({ name, typeDefs: parse(sdl) })))
  if (!schema) throw new Error(errors?.map(({ message }) => message).join('\n'))
  const uscc = { uscc: '91310000MA1K000000' }
  return {
    name: 'hub',
    subgraphs,
    workloads: [
      {
        number: 2,
        title: 'archive page: one enterprise, all families of all divisions',
        query: archiveQuery(schema.toAPISchema().toGraphQLJSSchema()),
        variables: { subjectId: 'S1' },
      },
      {
        number: 3,
        title: 'one enterprise of one division by its code',
        query: lookUpQuery,
        variables: uscc,
        direct: { subgraph: 'market-order', query: lookUpQuery },
      },
      { number: 4, title: 'page of 50 enterprises with counts from three divisions', query: page },
    ],
  }
}
