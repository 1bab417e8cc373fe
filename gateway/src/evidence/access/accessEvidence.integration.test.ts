import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { json } from 'node:stream/consumers'
import { composeServices } from '@apollo/composition'
import { graphDisclosure } from '@hub/schema/access/audienceSchema'
import { anonymous, type CallerClaims } from '@hub/schema/access/callerClaims'
import { HubError } from '@hub/schema/errors/HubError'
import { buildSchema, graphql, parse } from 'graphql'
import { pino } from 'pino'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { testDatabase } from '../../../../test/setup/testDatabase.ts'
import { type HubDatabase, openHubDatabase } from '../../database/openHubDatabase.ts'
import { BoundedCache } from '../../execution/boundedCache.ts'
import { DivisionClients } from '../../execution/divisions/divisionClients.ts'
import { defaultExecutionSettings } from '../../execution/divisions/executionSettings.ts'
import { DocumentStore } from '../../execution/documentStore.ts'
import { executeOperation } from '../../execution/executeOperation.ts'
import { OperationStore, type ReadyOperation } from '../../execution/operationStore.ts'
import { planQuery } from '../../execution/plan/planQuery.ts'
import { supergraphPlanner } from '../../execution/plan/supergraphPlanner.ts'
import { requestPipeline } from '../../request/requestPipeline.ts'
import { readSupergraph } from '../../supergraph/loadSupergraph.ts'
import { storedEvidence } from '../export/storedEvidence.ts'
import { EvidenceLedger } from '../ledger/evidenceLedger.ts'
import { EvidenceStore, evidenceRecord } from '../ledger/evidenceStore.ts'
import type { EvidenceContent } from '../record/evidenceRecord.ts'
import { isIntact } from '../record/linkedRecord.ts'
import { newSm2KeyPem, readSm2Key } from '../signing/sm2Key.ts'
import { verifyEvidence } from '../verify/verifyEvidence.ts'
import { AccessEvidence } from './accessEvidence.ts'

const sdl = `
  extend schema
    @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@composeDirective"])
    @link(url: "https://commerce-credit.invalid/hub/v1.0", import: ["@disclosure"])
    @composeDirective(name: "@disclosure")
  directive @disclosure(level: String!) on FIELD_DEFINITION
  type Enterprise @key(fields: "subjectId") {
    subjectId: ID! @disclosure(level: "PUBLIC")
    name: String @disclosure(level: "PUBLIC")
    taxNo: String @disclosure(level: "SHARED")
    phone: String @disclosure(level: "INTERNAL")
  }
  type Query { enterprises(name: String): [Enterprise!] @disclosure(level: "PUBLIC") }
  type Mutation { rename(name: String): Enterprise @disclosure(level: "PUBLIC") }
`
const enterprises = ['S1', 'S2'].map((subjectId) => ({ subjectId, name: `名${subjectId}`, taxNo: '1', phone: '2' }))

const { uri, name } = testDatabase()
const database = openHubDatabase({ MONGODB_URI: uri, DATABASE_NAME: name, DATABASE_DEADLINE_MS: 5_000 }) as HubDatabase
const store = new EvidenceStore(database.db)
const servers: Server[] = []
let divisions: DivisionClients
let ledger: EvidenceLedger
/** The hub with a ledger, and one without a database. */
let origin: string
let withoutDatabase: string
/** One whose database does not take what it is told. */
let unheard: string
let asking: CallerClaims = anonymous
let refuses: (content: EvidenceContent) => boolean = () => false
/** What the division has been asked to change. */
let renamed = 0
/** Reads that were counted, and not recorded. */
let publicReads = 0

async function serve(server: Server): Promise<string> {
  servers.push(server)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/graphql`
}

function division(): Server {
  const schema = buildSchema(
    sdl.replace(/extend schema[\s\S]*?\n {2}directive/, 'directive').replace('@key(fields: "subjectId") ', ''),
  )
  return createServer(async (asked, response) => {
    const { query, variables } = (await json(asked)) as { query: string; variables?: Record<string, unknown> }
    const rename = () => {
      renamed += 1
      return enterprises[0]
    }
    const rootValue = { enterprises, rename }
    const answer = await graphql({ schema, source: query, variableValues: variables, rootValue })
    response.setHeader('content-type', 'application/json').end(JSON.stringify(answer))
  })
}

beforeAll(async () => {
  const url = await serve(division())
  const { supergraphSdl = '', errors } = composeServices([{ name: 'market-order', url, typeDefs: parse(sdl) }])
  expect(errors).toBeUndefined()
  const { apiSchema: schema, divisionUrls } = readSupergraph(supergraphSdl, new Map())
  divisions = new DivisionClients({ divisionUrls }, { settings: defaultExecutionSettings })
  const { levels } = graphDisclosure(supergraphSdl)
  const operations = new OperationStore(
    schema,
    supergraphPlanner(supergraphSdl, planQuery(supergraphSdl)),
    new BoundedCache(20_000),
    undefined,
    levels,
  )
  const audience = { key: 'all', schema, documents: new DocumentStore(schema, new BoundedCache(20_000)), operations }
  const executor = {
    execute: (ready: ReadyOperation) =>
      executeOperation(ready, divisions.caller({ deadlineAt: performance.now() + 5_000 })),
  }
  ledger = new EvidenceLedger({
    store,
    key: readSm2Key(newSm2KeyPem()),
    algorithm: 'SM3',
    instance: 'hub-test',
    checkpointRecords: 1_000,
    checkpointMillis: 60_000,
    deadlineMillis: 5_000,
    keep: async () => undefined,
    onFault: (error) => {
      throw error
    },
  })
  const routeWith = (own: EvidenceLedger | undefined) =>
    requestPipeline({
      identify: async () => ({ caller: asking }),
      trustedProxies: 0,
      executor,
      audienceOf: () => audience,
      logger: pino({ level: 'silent' }),
      bodyLimitBytes: 10_000,
      evidence: new AccessEvidence({ ledger: own, levels, algorithm: 'SM3', publicSample: 0 }),
    })
  origin = await serve(createServer(routeWith(ledger)))
  withoutDatabase = await serve(createServer(routeWith(undefined)))
  const hardOfHearing = {
    append: async (content: EvidenceContent) => {
      if (refuses(content)) throw new HubError('HUB_EVIDENCE_UNAVAILABLE')
      await ledger.append(content)
    },
    countPublicRead: () => {
      publicReads += 1
    },
  }
  unheard = await serve(createServer(routeWith(hardOfHearing as unknown as EvidenceLedger)))
  await ledger.open()
})
beforeEach(async () => {
  asking = anonymous
  await store.records.deleteMany({ kind: { $in: ['ACCESS', 'INTENT'] } })
})
afterAll(async () => {
  for (const server of servers) server.closeAllConnections()
  for (const server of servers) server.close()
  await ledger.close()
  await divisions?.close()
  await database.close()
})

async function ask(query: string, variables: object = {}, at = origin): Promise<{ data?: unknown; errors?: unknown }> {
  const headers = { 'content-type': 'application/json', 'x-request-id': 'r-1', 'graphql-client-name': 'window' }
  const body = JSON.stringify({ query, variables })
  return (await fetch(at, { method: 'POST', headers, body })).json() as Promise<{ data?: unknown; errors?: unknown }>
}

const accesses = () => store.records.find({ kind: 'ACCESS' }).sort({ sequence: 1 }).toArray()

test('an access above PUBLIC leaves who, what, whose, which fields, before the answer is there', async () => {
  const answer = await ask('query Look($n: String) { enterprises(name: $n) { n: name taxNo phone } }', { n: '张三' })
  expect(answer).toEqual({ data: { enterprises: enterprises.map((e) => ({ n: e.name, taxNo: '1', phone: '2' })) } })
  const [record, ...more] = await accesses()
  expect(more).toEqual([])
  expect(record).toMatchObject({
    caller: 'anonymous',
    role: 'PUBLIC',
    client: 'window',
    operation: 'Look',
    operationHash: expect.stringMatching(/^SM3:[0-9a-f]{64}$/),
    variables: '{"n":"[…]"}',
    subjectIds: ['S1', 'S2'],
    levels: ['INTERNAL', 'PUBLIC', 'SHARED'],
    fields: { SHARED: 'Enterprise.taxNo', INTERNAL: 'Enterprise.phone' },
    from: expect.stringContaining('127.0.0.1'),
    result: 'ANSWERED',
    traceId: 'r-1',
  })
  expect(JSON.stringify(record)).not.toContain('张三')
})

test('halves of characters that a credential brings are kept as what the database makes of them, so that the record verifies', async () => {
  const odd = '甲\ud800'
  asking = { caller: odd, role: 'LICENSING_WINDOW', unit: odd, purpose: odd, caseNo: odd }
  await ask('query Look($n: String) { enterprises(name: $n) { phone } }', { n: odd })
  const [record, ...more] = (await accesses()).map(evidenceRecord)
  const told = '甲\ufffd'
  expect([record, ...more]).toMatchObject([{ caller: told, unit: told, purpose: told, caseNo: told }])
  expect(record && isIntact(record)).toBe(true)
})

test('whose data it is is known under another name, and when the text is passed on as it came', async () => {
  for (const selection of ['id: subjectId phone', 'subjectId phone']) await ask(`{ enterprises { ${selection} } }`)
  expect((await accesses()).map(({ subjectIds }) => subjectIds)).toEqual([
    ['S1', 'S2'],
    ['S1', 'S2'],
  ])
})

test('PUBLIC reads leave no record each, changes do', async () => {
  await ask('{ enterprises { name } }')
  await ask('{ __typename }')
  expect(await accesses()).toEqual([])
  await ask('mutation { rename(name: "x") { name } }')
  expect(await accesses()).toMatchObject([{ operation: 'mutation', levels: ['PUBLIC'] }])
})

test('a change is told before it is done, and how it went after', async () => {
  const before = renamed
  expect(await ask('mutation Rename { rename(name: "x") { phone } }')).toHaveProperty('data.rename.phone', '2')
  const told = await store.records.find({ traceId: 'r-1' }).sort({ sequence: 1 }).toArray()
  expect(told).toMatchObject([
    { kind: 'INTENT', operation: 'Rename', result: 'INTENDED', subjectIds: [] },
    { kind: 'ACCESS', operation: 'Rename', result: 'ANSWERED', subjectIds: ['S1'] },
  ])
  expect(renamed).toBe(before + 1)
})

test('a change of which nothing can be told is not done; one whose outcome cannot be told is said to be so', async () => {
  const change = 'mutation Rename { rename(name: "x") { name } }'
  const codeOf = (answer: object) =>
    (answer as { errors?: { extensions: { code: string } }[] }).errors?.[0]?.extensions.code
  const before = renamed
  refuses = ({ kind }) => kind === 'INTENT'
  expect(codeOf(await ask(change, {}, unheard))).toBe('HUB_CHANGE_NOT_BEGUN')
  expect(codeOf(await ask(change.replace('name }', 'phone }'), {}, withoutDatabase))).toBe('HUB_CHANGE_NOT_BEGUN')
  expect(renamed).toBe(before)
  refuses = ({ kind }) => kind === 'ACCESS'
  const withheld = await ask(change, {}, unheard)
  expect(codeOf(withheld)).toBe('HUB_CHANGE_UNCONFIRMED')
  expect(withheld.data ?? null).toBeNull()
  expect(renamed).toBe(before + 1)
  expect(await store.records.find({ traceId: 'r-1' }).toArray()).toMatchObject([{ kind: 'INTENT' }])
})

test('what was read above PUBLIC and cannot be kept is withheld; PUBLIC reads are counted, and answered all the same', async () => {
  refuses = () => true
  const withheld = await ask('{ enterprises { phone } }', {}, unheard)
  expect(withheld).toMatchObject({ errors: [{ extensions: { code: 'HUB_EVIDENCE_UNAVAILABLE' } }] })
  expect(JSON.stringify(withheld)).not.toContain('"2"')
  expect(publicReads).toBe(0)
  expect(await ask('{ enterprises { name } }', {}, unheard)).not.toHaveProperty('errors')
  expect(publicReads).toBe(1)
})

test('without a database nothing above PUBLIC is answered', async () => {
  expect(await ask('{ enterprises { name } }', {}, withoutDatabase)).toHaveProperty('data')
  const refused = await ask('{ enterprises { phone } }', {}, withoutDatabase)
  expect(refused).toMatchObject({ errors: [{ extensions: { code: 'HUB_EVIDENCE_UNAVAILABLE' } }] })
  expect(JSON.stringify(refused)).not.toContain('"2"')
})

test('many at once wait together, and all of it verifies', async () => {
  await Promise.all(Array.from({ length: 200 }, () => ask('{ enterprises { phone } }')))
  expect(await store.records.countDocuments({ kind: 'ACCESS' })).toBe(200)
  await ledger.sealed()
  const checkpoints = await store.listCheckpoints()
  const { findings } = await verifyEvidence({ records: storedEvidence(store), checkpoints })
  // Records of the tests before were deleted, which is just what has to show.
  expect(findings).toMatchObject([{ kind: 'REMOVED' }])
})
