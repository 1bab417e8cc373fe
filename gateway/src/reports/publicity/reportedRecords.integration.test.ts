import { expect, test } from 'vitest'
import { testHubDatabase } from '../../../../test/setup/testHubDatabase.ts'
import { type Holding, holdingId } from '../../exchange/delivery/holding.ts'
import { exchangeStores } from '../../exchange/exchangeStores.ts'
import { trialSealer } from '../../exchange/secrets/testing/trialSealer.ts'
import { reportedRecords } from './reportedRecords.ts'

const database = testHubDatabase()
const exchange = exchangeStores(database.db, trialSealer())

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
