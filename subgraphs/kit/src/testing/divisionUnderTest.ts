import assert from 'node:assert/strict'
import { anonymous, type CallerClaims } from '@hub/schema/access/callerClaims'
import type { Connection } from 'mongoose'
import { pino } from 'pino'
import { graphqlServer } from '../server/graphqlServer.ts'
import { requestContext } from '../server/requestContext.ts'
import type { DivisionDefinition } from '../server/startDivision.ts'
import { buildIndexes, type DivisionCollections, divisionCollections } from '../store/divisionCollections.ts'
import { RecordStore } from '../store/recordStore.ts'

/** An answer of a division: data, and the codes of its errors. */
export interface DivisionAnswer {
  data: Record<string, unknown> | null | undefined
  errorCodes: string[]
}

/** A division on a real database, asked without HTTP. */
export interface DivisionUnderTest {
  collections: DivisionCollections
  /** A store whose clock the test holds. */
  storeAt: (clock: () => Date) => RecordStore
  ask: (query: string, variables?: Record<string, unknown>, caller?: CallerClaims) => Promise<DivisionAnswer>
}

const DEADLINE_MS = 20_000

/** Binds a division to a database and builds its indexes, as its process does at start. */
export async function divisionUnderTest(
  { schemaFile, resolvers, families }: DivisionDefinition,
  connection: Connection,
): Promise<DivisionUnderTest> {
  const server = graphqlServer(schemaFile, resolvers, pino({ level: 'silent' }))
  const collections = divisionCollections(connection, families)
  await buildIndexes(collections)
  return {
    collections,
    storeAt: (clock) => new RecordStore(collections, clock),
    ask: async (query, variables = {}, caller = anonymous) => {
      const contextValue = requestContext(collections, DEADLINE_MS, undefined, caller)
      const { body } = await server.executeOperation({ query, variables }, { contextValue })
      assert(body.kind === 'single')
      const { data, errors = [] } = body.singleResult
      return { data, errorCodes: errors.map(({ extensions }) => String(extensions?.code)) }
    },
  }
}
