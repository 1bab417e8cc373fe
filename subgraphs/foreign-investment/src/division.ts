import type { DivisionDefinition } from '@hub/kit/server/startDivision'
import { foreignInvestments as foreignInvestmentImport } from './imports/foreignInvestments.ts'
import { jointVentures as jointVentureImport } from './imports/jointVentures.ts'
import { foreignInvestments } from './models/foreignInvestments.ts'
import { jointVentures } from './models/jointVentures.ts'
import { enterprise } from './resolvers/enterprise.ts'
import { mutation } from './resolvers/mutation.ts'
import { query } from './resolvers/query.ts'
import { records } from './resolvers/records.ts'

/** 外资管理处: foreign-invested enterprises and joint ventures. */
export const division: DivisionDefinition = {
  name: 'foreign-investment',
  schemaFile: new URL('../schema.graphql', import.meta.url),
  families: [foreignInvestments, jointVentures],
  imports: [foreignInvestmentImport, jointVentureImport],
  resolvers: { Query: query, Mutation: mutation, Enterprise: enterprise, ...records },
}
