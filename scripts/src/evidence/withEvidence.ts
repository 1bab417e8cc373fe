import { EvidenceStore } from '@hub/gateway/evidence/ledger/evidenceStore'
import { databaseName } from '../database/databaseName.ts'
import { hubDatabaseAddress } from '../database/hubDatabaseAddress.ts'
import { withClient } from '../database/withClient.ts'
import { readEnvironment } from '../environment.ts'

const patienceMillis = 5_000

/**
 * Lets work be done on the evidence of a hub's database.
 * @throws HubError HUB_DATABASE_UNAVAILABLE
 */
export async function withEvidence<T>(dataFolder: string, use: (store: EvidenceStore) => Promise<T>): Promise<T> {
  const environment = readEnvironment()
  const uri = await hubDatabaseAddress(environment, dataFolder)
  return withClient(uri, patienceMillis, (client) =>
    use(new EvidenceStore(client.db(databaseName(environment.DATABASE_PREFIX, 'gateway')))),
  )
}
