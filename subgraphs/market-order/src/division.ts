import type { DivisionDefinition } from '@hub/kit/server/startDivision'
import { commitments as commitmentImport } from './imports/commitments.ts'
import { listEntries as listEntryImport } from './imports/listEntries.ts'
import { penalties as penaltyImport } from './imports/penalties.ts'
import { permits as permitImport } from './imports/permits.ts'
import { redListEntries as redListEntryImport } from './imports/redListEntries.ts'
import { registry } from './imports/registry.ts'
import { commitments } from './models/commitments.ts'
import { listEntries } from './models/listEntries.ts'
import { penalties } from './models/penalties.ts'
import { permits } from './models/permits.ts'
import { redListEntries } from './models/redListEntries.ts'
import { subjectActs } from './models/subjectActs.ts'
import { subjects } from './models/subjects.ts'
import { enterprise } from './resolvers/enterprise.ts'
import { mutation } from './resolvers/mutation.ts'
import { query } from './resolvers/query.ts'
import { records } from './resolvers/records.ts'

/** 市场秩序处: the subject index, penalties and permits, lists, commitments. */
export const division: DivisionDefinition = {
  name: 'market-order',
  schemaFile: new URL('../schema.graphql', import.meta.url),
  families: [subjects, penalties, permits, listEntries, redListEntries, commitments, subjectActs],
  imports: [registry, penaltyImport, permitImport, listEntryImport, redListEntryImport, commitmentImport],
  resolvers: {
    Query: query,
    Mutation: mutation,
    Enterprise: enterprise,
    ...records,
  },
}
