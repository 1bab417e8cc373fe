import type { Connection } from 'mongoose'
import { pino } from 'pino'
import type { FamilyFields, RecordFamily } from '../family/recordFamily.ts'
import { graphqlServer } from '../server/graphqlServer.ts'
import { requestContext } from '../server/requestContext.ts'
import type { DivisionDefinition } from '../server/startDivision.ts'
import { buildIndexes, type DivisionCollections, divisionCollections } from '../store/divisionCollections.ts'
import { RecordStore } from '../store/recordStore.ts'
import type { WriteRequest } from '../store/writeRequest.ts'

/** A whole division without its HTTP: its real schema, resolvers, store and database. */
export interface DivisionUnderTest {
  collections: DivisionCollections
  /** Writes requests at an instant, or now; answers the records' ids in order. */
  write: (family: RecordFamily, requests: readonly WriteRequest[], at?: Date) => Promise<string[]>
  /** Runs a GraphQL document; throws what went wrong in it. */
  ask: (document: string, variables?: Record<string, unknown>) => Promise<Record<string, unknown>>
}

const DEADLINE_MS = 5_000

/** Sets a division up on a test database. */
export async function divisionUnderTest(
  { schemaFile, families, resolvers }: DivisionDefinition,
  connection: Connection,
): Promise<DivisionUnderTest> {
  const collections = divisionCollections(connection, families)
  await buildIndexes(collections)
  const server = graphqlServer(schemaFile, resolvers, pino({ level: 'silent' }))
  return {
    collections,
    write: async (family, requests, at) => {
      const store = new RecordStore(collections, () => at ?? new Date())
      const outcomes = await store.write(family, requests, { operator: 'test' })
      return outcomes.map((outcome) => {
        if (!('recordId' in outcome)) throw new Error(`Not written: ${JSON.stringify(outcome)}`)
        return outcome.recordId
      })
    },
    ask: async (query, variables = {}) => {
      const contextValue = requestContext(collections, DEADLINE_MS, undefined)
      const { body } = await server.executeOperation({ query, variables }, { contextValue })
      if (body.kind !== 'single') throw new Error('The answer came in parts')
      const { data, errors } = body.singleResult
      if (errors !== undefined) throw new Error(JSON.stringify(errors))
      // A plain copy: GraphQL's objects have no prototype, which would tell them apart from equal ones.
      return JSON.parse(JSON.stringify(data)) as Record<string, unknown>
    },
  }
}

/** A report of one row about a subject. */
export function reported(subjectId: string, fields: FamilyFields): WriteRequest {
  return { kind: 'PUT', subjectId, fields }
}
