import type { Following } from '@hub/kit/imports/following/followActs'
import { FollowedActs } from '@hub/kit/imports/following/followedActs'
import { subjectActsQuery } from '@hub/kit/imports/following/hubSubjectActs'
import type { SubjectAct } from '@hub/kit/imports/following/subjectAct'
import { type Importer, importers } from '@hub/kit/imports/importer'
import { type LinkAnswer, resolveSubjectsQuery } from '@hub/kit/imports/linking/subjectLinker'
import { type DivisionUnderTest, divisionUnderTest } from '@hub/kit/testing/divisionUnderTest'
import { type ImportBench, importBench } from '@hub/kit/testing/importPlaces'
import { division as marketOrder } from '@hub/market-order/division'
import { subjects } from '@hub/market-order/models/subjects'
import { division as personnel } from '@hub/personnel/division'
import type { CallerClaims } from '@hub/schema/access/callerClaims'
import { divisionSdl } from '@hub/schema/composition/divisionSdl'
import { parse } from 'graphql'
import mongoose, { type Connection } from 'mongoose'
import { expect } from 'vitest'
import type { TestDatabase } from '../setup/testDatabase.ts'

/** An officer of the division that keeps the index. */
export const officer: CallerClaims = { caller: '虚某', role: 'OFFICER', division: 'market-order' }

/** Fewer than a test has, so that the next page is asked for. */
const ACTS_A_PAGE = 2

/** The subject index and a division that follows it, each with a database of its own and without a hub between them. */
export interface FollowedIndex {
  index: DivisionUnderTest
  importer: Importer
  bench: ImportBench
  following: Following
  /** Opens another connection to the following division's database. */
  connected: () => Promise<Connection>
  /** A field of what the index answers the officer. */
  asked: <Result>(query: string, variables: Record<string, unknown>, field: string) => Promise<Result>
  /** Enters a subject. @returns its id */
  entered: (fields: Record<string, unknown>) => Promise<string>
  empty: () => Promise<void>
  close: () => Promise<void>
}

/** Opens the index and the division of honours that follows it. */
export async function openFollowedIndex(database: TestDatabase): Promise<FollowedIndex> {
  const connections: Connection[] = []
  const connect = async (suffix: string): Promise<Connection> => {
    const options = { dbName: `${database.name}${suffix}`, autoIndex: false, autoCreate: false, ignoreUndefined: true }
    const connection = await mongoose.createConnection(database.uri, options).asPromise()
    connections.push(connection)
    return connection
  }
  const indexed = await connect('')
  const own = await connect('-personnel')
  const index = await divisionUnderTest(marketOrder, indexed)
  const asked: FollowedIndex['asked'] = async (query, variables, field) => {
    const { data, errorCodes } = await index.ask(query, variables, officer)
    expect(errorCodes).toEqual([])
    return data?.[field] as never
  }
  const link = async (keys: readonly unknown[]) => {
    const answers = await asked<LinkAnswer[]>(resolveSubjectsQuery, { keys }, 'resolveSubjects')
    return answers.map((answer) => ({ ...answer, subjectId: answer.subjectId ?? undefined }))
  }
  const readActs = async (from: number) =>
    (await asked<{ nodes: SubjectAct[] }>(subjectActsQuery, { from }, 'subjectActs')).nodes.slice(0, ACTS_A_PAGE)
  const sdl = parse(divisionSdl(personnel.schemaFile))
  const importer = importers(personnel.imports ?? [], sdl).find(({ name }) => name === 'commendations')
  if (importer === undefined) throw new Error('no importer')
  const bench = await importBench(own, importer, link)
  const places = { ...bench.places, records: bench.records, link }
  return {
    index,
    importer,
    bench,
    following: { importers: [importer], places, followed: new FollowedActs(own), readActs },
    connected: () => connect('-personnel'),
    asked,
    entered: async (fields) => {
      const store = index.storeAt(() => new Date())
      const [written] = await store.write(subjects, [{ kind: 'PUT', fields }], { operator: 'test' })
      return written && 'recordId' in written ? written.recordId : ''
    },
    empty: async () => {
      await bench.empty()
      for (const name of ['followed_acts', 'watched_index']) await own.collection(name).deleteMany({})
      for (const name of ['subjects', 'subjects_versions', 'record_keys', 'subject_acts', 'subject_acts_versions'])
        await indexed.collection(name).deleteMany({})
    },
    close: async () => {
      await own.dropDatabase()
      for (const connection of connections) await connection.close()
    },
  }
}
