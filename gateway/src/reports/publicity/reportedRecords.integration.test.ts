import { hopKeyList, newHopKey } from '@hub/schema/access/hop/hopKeys'
import { ByteSealer } from '@hub/schema/sealing/byteSealer'
import { afterAll, expect, test } from 'vitest'
import { testDatabase } from '../../../../test/setup/testDatabase.ts'
import { type HubDatabase, openHubDatabase } from '../../database/openHubDatabase.ts'
import { type Holding, holdingId } from '../../exchange/delivery/holding.ts'
import { exchangeStores } from '../../exchange/exchangeStores.ts'
import { reportedRecords } from './reportedRecords.ts'

const { uri, name } = testDatabase()
const database = openHubDatabase({ MONGODB_URI: uri, DATABASE_NAME: name, DATABASE_DEADLINE_MS: 5_000 }) as HubDatabase
const exchange = exchangeStores(database.db, new ByteSealer(hopKeyList.parse(newHopKey('test')), 'exchange'))
afterAll(() => database.close())

function held(recordId: string, acknowledgedAt: Date | null): Holding {
  const facts = { division: 'market-order', family: 'penalties', subjectId: 'S1', kind: 'CREATED', scope: '', terms: 1 }
  const ids = { _id: holdingId('a', recordId), agreement: 'a', recordId }
  return { ...ids, ...facts, version: 1, state: 'HELD', closedBy: null, page: 1, acknowledgedAt }
}

test('a record that was sent is reported, whatever was answered; one that was refused is not stored', async () => {
  await exchange.deliveries?.holdings.keep([held('TAKEN', new Date()), held('UNANSWERED', null)])
  const row = (recordId: string, outcome: 'ACCEPTED' | 'REFUSED') => ({
    eventId: recordId,
    recordId,
    version: 1,
    outcome,
  })
  const rows = [row('TAKEN', 'ACCEPTED'), row('REFUSED', 'REFUSED'), row('OF-ANOTHER-MONTH', 'REFUSED')]
  const facts = { _id: 'a:1:d:e', agreement: 'a', page: 1, delivery: 'd', at: new Date() }
  await exchange.deliveries?.ledger.receipts.insertOne({ ...facts, rows })
  const { reported, stored } = await reportedRecords(exchange, ['TAKEN', 'UNANSWERED', 'REFUSED', 'NEVER-SENT'], {})
  expect([...reported].sort()).toEqual(['REFUSED', 'TAKEN', 'UNANSWERED'])
  expect([...stored]).toEqual(['TAKEN'])
})
