import type { DivisionDefinition } from '@hub/kit/server/startDivision'
import { commendations } from './models/commendations.ts'
import { enterprise } from './resolvers/enterprise.ts'
import { query } from './resolvers/query.ts'
import { records } from './resolvers/records.ts'

/** 组织人事处: honours of enterprises. */
export const division: DivisionDefinition = {
  name: 'personnel',
  schemaFile: new URL('../schema.graphql', import.meta.url),
  families: [commendations],
  resolvers: { Query: query, Enterprise: enterprise, ...records },
}
