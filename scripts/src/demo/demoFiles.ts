import type { DivisionName } from '@hub/schema/divisions/divisions'
import type { DemoFamily } from './demoRow.ts'
import { accompanyingNotes } from './families/accompanyingNotes.ts'
import { commendations } from './families/commendations.ts'
import { commitments } from './families/commitments.ts'
import { foreignInvestments } from './families/foreignInvestments.ts'
import { jointVentures } from './families/jointVentures.ts'
import { liquorFilings } from './families/liquorFilings.ts'
import { listEntries } from './families/listEntries.ts'
import { modelEnterpriseAwards } from './families/modelEnterpriseAwards.ts'
import { penalties } from './families/penalties.ts'
import { permits } from './families/permits.ts'
import { redListEntries } from './families/redListEntries.ts'
import { registry } from './families/registry.ts'

/** One file of invented rows: whose it is, the import it goes to, and the stream of choices it draws from. */
export interface DemoFile {
  division: DivisionName
  family: string
  stream: number
  rowsOf: DemoFamily
}

/** In the order of import: the subject index first, since all other rows are linked to it. */
export const demoFiles: readonly DemoFile[] = [
  { division: 'market-order', family: 'registry', stream: 1, rowsOf: registry },
  { division: 'market-order', family: 'penalties', stream: 2, rowsOf: penalties },
  { division: 'market-order', family: 'permits', stream: 3, rowsOf: permits },
  { division: 'market-order', family: 'list-entries', stream: 4, rowsOf: listEntries },
  { division: 'market-order', family: 'red-list-entries', stream: 5, rowsOf: redListEntries },
  { division: 'market-order', family: 'commitments', stream: 6, rowsOf: commitments },
  { division: 'foreign-investment', family: 'records', stream: 7, rowsOf: foreignInvestments },
  { division: 'foreign-investment', family: 'joint-ventures', stream: 8, rowsOf: jointVentures },
  { division: 'trade', family: 'liquor-filings', stream: 9, rowsOf: liquorFilings },
  { division: 'trade', family: 'accompanying-notes', stream: 10, rowsOf: accompanyingNotes },
  { division: 'personnel', family: 'commendations', stream: 11, rowsOf: commendations },
  { division: 'personnel', family: 'model-enterprise-awards', stream: 12, rowsOf: modelEnterpriseAwards },
]
