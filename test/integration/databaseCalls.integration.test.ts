import { division as foreignInvestment } from '@hub/foreign-investment/division'
import { NEVER_SUPERSEDED } from '@hub/kit/family/recordEnvelope'
import type { DivisionDefinition } from '@hub/kit/server/startDivision'
import { type DivisionAnswer, type DivisionUnderTest, divisionUnderTest } from '@hub/kit/testing/divisionUnderTest'
import { division as marketOrder } from '@hub/market-order/division'
import { division as personnel } from '@hub/personnel/division'
import { division as trade } from '@hub/trade/division'
import mongoose, { type Connection } from 'mongoose'
import { afterAll, describe, expect, test } from 'vitest'
import { testDatabase } from '../setup/testDatabase.ts'

const SUBJECTS = Array.from({ length: 50 }, (_, index) => `SUBJECT${String(index).padStart(3, '0')}`)
const RECORDS_EACH = 3

/** What a page of 50 enterprises asks of each division: every family, counts and records. */
const QUESTIONS: [division: DivisionDefinition, fields: string[], single: string[]][] = [
  [marketOrder, ['penalties', 'permits', 'listEntries', 'redListEntries', 'commitments'], []],
  [foreignInvestment, [], ['foreignInvestment', 'jointVenture']],
  [trade, ['liquorFilings'], []],
  [personnel, ['commendations', 'modelEnterpriseAwards'], []],
]

const database = testDatabase()
const connections: Connection[] = []
afterAll(() => Promise.all(connections.map((connection) => connection.close())))

/** Reads that reached the server while the work ran, by command name. */
async function readsDuring(connection: Connection, work: () => Promise<unknown>): Promise<string[]> {
  const reads: string[] = []
  const note = ({ commandName }: { commandName: string }) => {
    if (['find', 'aggregate', 'count', 'getMore', 'distinct'].includes(commandName)) reads.push(commandName)
  }
  connection.getClient().on('commandStarted', note)
  await work()
  connection.getClient().off('commandStarted', note)
  return reads
}

async function open(division: DivisionDefinition): Promise<DivisionUnderTest> {
  const options = {
    dbName: `${database.name}-${division.name}`.slice(0, 60),
    monitorCommands: true,
    autoIndex: false,
    autoCreate: false,
  }
  const connection = await mongoose.createConnection(database.uri, options).asPromise()
  connections.push(connection)
  const underTest = await divisionUnderTest(division, connection)
  const { collections } = underTest
  for (const family of division.families) {
    const records = SUBJECTS.flatMap((subjectId) =>
      Array.from({ length: family.isSubject ? 1 : RECORDS_EACH }, (_, index) => {
        const recordId = family.isSubject ? subjectId : `${subjectId}-${index}`
        return {
          _id: recordId,
          recordId,
          subjectId,
          version: 1,
          recordState: 'CURRENT',
          recordedAt: new Date(),
          supersededAt: NEVER_SUPERSEDED,
        }
      }),
    )
    await collections.modelsOf(family).current.raw.insertMany(records as never)
  }
  return underTest
}

describe('a page of 50 enterprises with all families', () => {
  test.each(QUESTIONS)('costs at most one database call a family in $name', async (division, lists, single) => {
    const { collections, ask } = await open(division)
    const selection = [
      ...lists.map((field) => `${field} { totalCount nodes { recordId } }`),
      ...single.map((field) => `${field} { recordId }`),
    ].join(' ')
    const representations = SUBJECTS.map((subjectId) => ({ __typename: 'Enterprise', subjectId }))
    const query = `query($representations: [_Any!]!) { _entities(representations: $representations) { ... on Enterprise { subjectId ${selection} } } }`
    let answer: DivisionAnswer | undefined
    const reads = await readsDuring(collections.connection, async () => {
      answer = await ask(query, { representations })
    })
    expect(answer?.errorCodes).toEqual([])
    const data = answer?.data as { _entities: Record<string, { totalCount: number }>[] }
    for (const entity of data._entities) for (const field of lists) expect(entity[field]?.totalCount).toBe(RECORDS_EACH)
    const families = lists.length + single.length
    expect(reads.length, reads.join(' ')).toBeGreaterThanOrEqual(families)
    // One more where a division must first read the enterprises themselves.
    expect(reads.length, reads.join(' ')).toBeLessThanOrEqual(families + 1)
    console.info(`${division.name}: ${reads.length} database calls for 50 enterprises, ${families} families`)
  })
})
