import type { DivisionDefinition } from '@hub/kit/server/startDivision'
import { accompanyingNotes as accompanyingNoteImport } from './imports/accompanyingNotes.ts'
import { liquorFilings as liquorFilingImport } from './imports/liquorFilings.ts'
import { accompanyingNotes } from './models/accompanyingNotes.ts'
import { liquorFilings } from './models/liquorFilings.ts'
import { enterprise } from './resolvers/enterprise.ts'
import { mutation } from './resolvers/mutation.ts'
import { query } from './resolvers/query.ts'
import { records } from './resolvers/records.ts'

/** 商贸处: liquor operators and the notes that accompany their goods. */
export const division: DivisionDefinition = {
  name: 'trade',
  schemaFile: new URL('../schema.graphql', import.meta.url),
  families: [liquorFilings, accompanyingNotes],
  imports: [liquorFilingImport, accompanyingNoteImport],
  resolvers: { Query: query, Mutation: mutation, Enterprise: enterprise, ...records },
}
