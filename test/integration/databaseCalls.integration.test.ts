import { division as foreignInvestment } from '@hub/foreign-investment/division'
import { NEVER_SUPERSEDED } from '@hub/kit/family/recordEnvelope'
import { graphqlServer } from '@hub/kit/server/graphqlServer'
import { requestContext } from '@hub/kit/server/requestContext'
import type { DivisionDefinition } from '@hub/kit/server/startDivision'
import { buildIndexes, type DivisionCollections, divisionCollections } from '@hub/kit/store/divisionCollections'
import { division as marketOrder } from '@hub/market-order/division'
import { division as personnel } from '@hub/personnel/division'
import { division as trade } from '@hub/trade/division'
import mongoose, { type Connection } from 'mongoose'
import { pino } from 'pino'
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

async function open(division: DivisionDefinition): Promise<DivisionCollections> {
  const options = {
    dbName: `${database.name}-${division.name}`.slice(0, 60),
    monitorCommands: true,
    autoIndex: false,
    autoCreate: false,
  }
  const connection = await mongoose.createConnection(database.uri, options).asPromise()
  connections.push(connection)
  const collections = divisionCollections(connection, division.families)
  await buildIndexes(collections)
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
    await collections.modelsOf(family).current.collection.insertMany(records as never)
  }
  return collections
}

describe('a page of 50 enterprises with all families', () => {
  test.each(QUESTIONS)('costs at most one database call a family in $name', async (division, lists, single) => {
    const collections = await open(division)
    const server = graphqlServer(division.schemaFile, division.resolvers, pino({ level: 'silent' }))
    await server.start()
    const selection = [
      ...lists.map((field) => `${field} { totalCount nodes { recordId } }`),
      ...single.map((field) => `${field} { recordId }`),
    ].join(' ')
    const representations = SUBJECTS.map((subjectId) => ({ __typename: 'Enterprise', subjectId }))
    const query = `query($representations: [_Any!]!) { _entities(representations: $representations) { ... on Enterprise { subjectId ${selection} } } }`
    let answer: unknown
    const reads = await readsDuring(collections.connection, async () => {
      const contextValue = requestContext(collections, 6_000, undefined)
      const { body } = await server.executeOperation({ query, variables: { representations } }, { contextValue })
      answer = body.kind === 'single' ? body.singleResult : undefined
    })
    const { data, errors } = answer as {
      data: { _entities: Record<string, { totalCount: number }>[] }
      errors?: unknown
    }
    expect(errors).toBeUndefined()
    for (const entity of data._entities) for (const field of lists) expect(entity[field]?.totalCount).toBe(RECORDS_EACH)
    const families = lists.length + single.length
    expect(reads.length, reads.join(' ')).toBeGreaterThanOrEqual(families)
    // One more where a division must first read the enterprises themselves.
    expect(reads.length, reads.join(' ')).toBeLessThanOrEqual(families + 1)
    console.info(`${division.name}: ${reads.length} database calls for 50 enterprises, ${families} families`)
    await server.stop()
  })
})
