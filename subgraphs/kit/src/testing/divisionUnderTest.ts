import assert from 'node:assert/strict'
import type { CallerClaims } from '@hub/schema/access/callerClaims'
import { divisionSdl } from '@hub/schema/composition/divisionSdl'
import { parse } from 'graphql'
import type { Connection } from 'mongoose'
import { pino } from 'pino'
import type { Desk } from '../desk/desk.ts'
import { type DeskParts, openDesk } from '../desk/openDesk.ts'
import type { Sealing } from '../sealing/sealing.ts'
import { graphqlServer } from '../server/graphqlServer.ts'
import { requestContext } from '../server/requestContext.ts'
import type { DivisionDefinition } from '../server/startDivision.ts'
import { buildIndexes, type DivisionCollections, divisionCollections } from '../store/divisionCollections.ts'
import { RecordStore } from '../store/recordStore.ts'
import { testSealing } from './testSealing.ts'

/** An answer of a division: data, and the codes of its errors. */
export interface DivisionAnswer {
  data: Record<string, unknown> | null | undefined
  errorCodes: string[]
}

/** A division on a real database, asked without HTTP. */
export interface DivisionUnderTest {
  /** One who sees all that the division has. */
  officer: CallerClaims
  collections: DivisionCollections
  desk: Desk
  /** A store whose clock the test holds. */
  storeAt: (clock: () => Date) => RecordStore
  /** Its own officer asks unless another caller is named. */
  ask: (query: string, variables?: Record<string, unknown>, caller?: CallerClaims) => Promise<DivisionAnswer>
}

/** The subject index, as a test has it. */
export type TestIndex = Pick<DeskParts, 'link' | 'findSubject'>

const NO_INDEX: TestIndex = {
  link: async (identities) => identities.map(() => ({ outcome: 'UNAVAILABLE', candidates: [] })),
  findSubject: async () => undefined,
}

const DEADLINE_MS = 20_000

/** Binds a division to a database and builds its indexes, as its process does at start; no hub is there to link by. */
export async function divisionUnderTest(
  definition: DivisionDefinition,
  connection: Connection,
  { link, findSubject }: TestIndex = NO_INDEX,
  sealing: Sealing = testSealing,
): Promise<DivisionUnderTest> {
  const server = graphqlServer(definition, pino({ level: 'silent' }))
  const collections = divisionCollections(connection, definition.families, sealing)
  await buildIndexes(collections)
  const sdl = parse(divisionSdl(definition.schemaFile))
  const desk = await openDesk({ definitions: definition.imports ?? [], sdl, records: collections, link, findSubject })
  const officer: CallerClaims = { caller: 'officer', role: 'OFFICER', division: definition.name }
  return {
    officer,
    collections,
    desk,
    storeAt: (clock) => new RecordStore(collections, clock),
    ask: async (query, variables = {}, caller = officer) => {
      const contextValue = requestContext(desk, DEADLINE_MS, undefined, caller)
      const { body } = await server.executeOperation({ query, variables }, { contextValue })
      assert(body.kind === 'single')
      const { data, errors = [] } = body.singleResult
      return { data, errorCodes: errors.map(({ extensions }) => String(extensions?.code)) }
    },
  }
}
