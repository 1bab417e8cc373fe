import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { composeServices } from '@apollo/composition'
import { divisionSchemaFile, divisionSdl } from '@hub/schema/composition/divisionSdl'
import { type DivisionName, divisions } from '@hub/schema/divisions/divisions'
import { parse } from 'graphql'
import { inventedField } from '../bench/hub/inventedField.ts'
import { type ServedStub, serveStub } from '../bench/stubs/serveStub.ts'
import { type GatewayProcess, startGatewayProcess } from '../setup/gatewayProcess.ts'
import { DivisionProcess } from './divisionProcess.ts'

export interface Answer {
  readonly data?: { readonly enterprise?: Record<string, unknown> | null } | null
  readonly errors?: readonly { message: string; path?: (string | number)[]; extensions?: Record<string, unknown> }[]
  readonly extensions?: { readonly divisions?: readonly ToldState[] }
}

export interface ToldState {
  readonly division: string
  readonly state: string
  readonly code?: string
  readonly since?: string
  readonly asOf?: string
}

export interface Asked {
  readonly answer: Answer
  readonly text: string
  readonly millis: number
}

/** Time that all processes may take to start on a busy machine. */
export const START_MILLIS = 240_000

/** Time a division has to answer in these tests. */
export const CALL_MILLIS = 2_000

const fields = {
  'foreign-investment': 'foreignInvestment { certificateNo authority }',
  trade: 'liquorFilings(first: 2) { totalCount nodes { filingNo status } }',
  'market-order': 'name uscc existenceStatus',
  personnel: 'commendations(first: 2) { totalCount nodes { honorName } }',
} as const satisfies Record<DivisionName, string>

/** A query that needs these divisions; market-order is always among them, as it knows the enterprises. */
export function queryOf(...names: DivisionName[]): string {
  const selected = ['market-order' as const, ...names].map((name) => fields[name])
  return `query Case($id: ID!) { enterprise(subjectId: $id) { ${selected.join(' ')} } }`
}

/** The same of an enterprise that is looked up by its code. */
export function lookUpOf(...names: DivisionName[]): string {
  return queryOf(...names).replace('($id: ID!) { enterprise(subjectId: $id)', '($uscc: USCC) { enterprise(uscc: $uscc)')
}

/** The hub's own four divisions with invented answers, each a process of its own, and a gateway before them. */
export class HubUnderTest {
  readonly divisions = new Map<DivisionName, DivisionProcess>()
  readonly #stubs: ServedStub[] = []
  #gateway: GatewayProcess | undefined
  #folder = ''

  /** @param settings of the gateway; unless they say so, nothing stands in for a division that is out */
  async start(settings: Record<string, string> = { STALE_ANSWER_MS: '0' }): Promise<void> {
    const subgraphs = divisions.map(({ name }) => ({ name, sdl: divisionSdl(divisionSchemaFile(name)) }))
    for (const subgraph of subgraphs) {
      const stub = await serveStub({ ...subgraph, fieldResolver: inventedField })
      const division = new DivisionProcess(stub.url)
      await division.start()
      this.#stubs.push(stub)
      this.divisions.set(subgraph.name, division)
    }
    const services = subgraphs.map(({ name, sdl }) => ({ name, url: this.division(name).url, typeDefs: parse(sdl) }))
    const { supergraphSdl } = composeServices(services)
    if (supergraphSdl === undefined) throw new Error('the divisions do not compose')
    this.#folder = await mkdtemp(join(tmpdir(), 'hub-resilience-'))
    const file = join(this.#folder, 'supergraph.graphql')
    await writeFile(file, supergraphSdl)
    this.#gateway = await startGatewayProcess(file, {
      SUBGRAPH_DEADLINE_MS: String(CALL_MILLIS),
      ...settings,
    })
  }

  division(name: DivisionName): DivisionProcess {
    const division = this.divisions.get(name)
    if (!division) throw new Error(`no division ${name}`)
    return division
  }

  get gateway(): GatewayProcess {
    if (!this.#gateway) throw new Error('the hub was not started')
    return this.#gateway
  }

  async ask(query: string, variables: Record<string, unknown> = { id: 'S1' }): Promise<Asked> {
    const sent = performance.now()
    const response = await fetch(this.gateway.url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query, variables }),
      signal: AbortSignal.timeout(25_000),
    })
    const text = await response.text()
    return { answer: JSON.parse(text) as Answer, text, millis: performance.now() - sent }
  }

  async stop(): Promise<void> {
    await this.#gateway?.stop()
    for (const division of this.divisions.values()) await division.kill()
    for (const stub of this.#stubs) await stub.close()
    if (this.#folder !== '') await rm(this.#folder, { recursive: true })
  }
}
