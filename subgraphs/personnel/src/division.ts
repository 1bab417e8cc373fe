import type { DivisionDefinition } from '@hub/kit/server/startDivision'
import { commendations as commendationImport } from './imports/commendations.ts'
import { modelEnterpriseAwards as modelEnterpriseAwardImport } from './imports/modelEnterpriseAwards.ts'
import { commendations } from './models/commendations.ts'
import { modelEnterpriseAwards } from './models/modelEnterpriseAwards.ts'
import { enterprise } from './resolvers/enterprise.ts'
import { mutation } from './resolvers/mutation.ts'
import { query } from './resolvers/query.ts'
import { records } from './resolvers/records.ts'

/** 组织人事处: honours of enterprises and the results of model-enterprise campaigns. */
export const division: DivisionDefinition = {
  name: 'personnel',
  schemaFile: new URL('../schema.graphql', import.meta.url),
  families: [commendations, modelEnterpriseAwards],
  imports: [commendationImport, modelEnterpriseAwardImport],
  resolvers: { Query: query, Mutation: mutation, Enterprise: enterprise, ...records },
}
