import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { AUDIENCE, ISSUER, TestIssuer } from '@hub/gateway/access/testing/testIssuer'
import { type DivisionName, divisions } from '@hub/schema/divisions/divisions'
import { importFile } from '@hub/scripts/imports/importFile'
import mongoose from 'mongoose'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { divisionHopSettings, gatewayHopSettings, importKey } from '../../setup/hopKeys.ts'
import { postGraph } from '../../setup/postGraph.ts'
import { testDatabase } from '../../setup/testDatabase.ts'
import { freePorts } from '../launcher/freePorts.ts'
import { type StartedProcess, startedProcess, supergraphFile } from './startedProcess.ts'

const { uri, name } = testDatabase()
const databaseOf = (owner: string): string => `${name}-${owner}`
const HUB_DATABASE = databaseOf('hub')

interface ToldFigures {
  readonly division: string | null
  readonly submitted: number
  readonly doubts: { readonly pending: number }
}

interface Asked {
  readonly report: {
    readonly figures: readonly ToldFigures[]
    readonly bureau: readonly ToldFigures[]
    readonly behind: readonly { readonly division: string; readonly code: string }[]
  } | null
  readonly codes: readonly string[]
  readonly text: string
}

const unavailable = (division: string) => ({ division, code: 'HUB_DIVISION_UNAVAILABLE' })
const out = [unavailable('FOREIGN_INVESTMENT'), unavailable('MARKET_ORDER')]
const figuresOf = (division: string | null, rows: number): ToldFigures => ({
  division,
  submitted: rows,
  doubts: { pending: rows },
})

/** personnel and trade have rows that wait as doubts, two and three; the other two divisions are never there. */
describe('quality figures of the divisions', () => {
  const running: StartedProcess[] = []
  let folder: string
  let issuer: TestIssuer
  let gateway: StartedProcess
  let trade: StartedProcess

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'hub-figures-'))
    issuer = await TestIssuer.make('ES256')
    const jwks = join(folder, 'jwks.json')
    await writeFile(jwks, JSON.stringify(await issuer.jwks()))
    const port = await freePorts()
    const places = divisions.map(({ name, enumValue }, offset) => ({ name, enumValue, port: port + offset }))
    const start = async (division: DivisionName): Promise<StartedProcess> => {
      const at = places.find((place) => place.name === division)?.port ?? 0
      const settings = { MONGODB_URI: uri, DATABASE_NAME: databaseOf(division), ...divisionHopSettings(division) }
      const started = await startedProcess(`subgraphs/${division}`, at, settings)
      running.push(started)
      return started
    }
    const personnel = await start('personnel')
    trade = await start('trade')
    await importDoubts(personnel, 'commendations', { honorName: '虚构奖', grantedOn: '昨天' }, 2)
    await importDoubts(trade, 'liquor-filings', { filingNo: '虚', filedOn: '昨天' }, 3)
    gateway = await startedProcess('gateway', port + divisions.length, {
      SUPERGRAPH_FILE: supergraphFile,
      MONGODB_URI: uri,
      DATABASE_NAME: HUB_DATABASE,
      EVIDENCE_FOLDER: join(folder, 'evidence'),
      JWT_JWKS: jwks,
      JWT_ISSUER: ISSUER,
      JWT_AUDIENCE: AUDIENCE,
      ...gatewayHopSettings,
      ...Object.fromEntries(
        places.map(({ enumValue, port: at }) => [`${enumValue}_URL`, `http://127.0.0.1:${at}/graphql`]),
      ),
    })
    running.push(gateway)
  }, 120_000)
  afterAll(async () => {
    await Promise.all(running.map((one) => one.kill()))
    const connection = await mongoose.createConnection(uri).asPromise()
    for (const owner of ['hub', 'personnel', 'trade']) await connection.useDb(databaseOf(owner)).dropDatabase()
    await connection.close()
    await rm(folder, { recursive: true, force: true })
  })

  async function importDoubts({ origin }: StartedProcess, family: string, row: object, count: number): Promise<void> {
    const file = join(folder, `${family}.jsonl`)
    const rows = Array.from({ length: count }, (_, index) =>
      JSON.stringify({ ...row, subjectName: `虚构${index}公司` }),
    )
    await writeFile(file, `${rows.join('\n')}\n`)
    await importFile({ divisionUrl: origin, family, file, key: importKey, onProgress: () => undefined })
  }

  async function ask(claims: object | undefined, given = ''): Promise<Asked> {
    const shape = '{ division submitted doubts { pending } }'
    const query = `{ report: qualityFigures${given} { figures ${shape} bureau ${shape} behind { division code } } }`
    const token = claims && (await issuer.sign({ sub: 'asker', ...claims }))
    const response = await postGraph(gateway.origin, { query }, { ...(token && { authorization: `Bearer ${token}` }) })
    const text = await response.text()
    const { data, errors = [] } = JSON.parse(text) as {
      data?: Pick<Asked, 'report'> | null
      errors?: { extensions: { code: string } }[]
    }
    return { report: data?.report ?? null, codes: errors.map(({ extensions }) => extensions.code), text }
  }

  const officerOf = (division: DivisionName, more: object = {}) => ({ role: 'officer', division, ...more })
  const inspector = { role: 'inspector' }

  test('an inspector sees every division and the bureau, and which of them have not answered', async () => {
    const { report, codes } = await ask(inspector)
    expect(codes).toEqual([])
    expect(report).toEqual({
      figures: expect.arrayContaining([figuresOf('PERSONNEL', 2), figuresOf('TRADE', 3)]),
      bureau: [figuresOf(null, 5)],
      behind: expect.arrayContaining(out),
    })
    expect([report?.figures.length, report?.behind.length]).toEqual([2, 2])
  })

  test('an officer sees his own division and is told of no other', async () => {
    const own = [figuresOf('TRADE', 3)]
    const told = { report: { figures: own, bureau: [figuresOf(null, 3)], behind: [] }, codes: [] }
    expect(await ask(officerOf('trade'))).toMatchObject(told)
    expect(await ask(officerOf('trade'), '(divisions: [TRADE])')).toMatchObject(told)
  })

  test.each([
    ['names another division', officerOf('trade'), '(divisions: [TRADE, PERSONNEL])'],
    ['is bound to a district', officerOf('trade', { divisionCode: '410105' }), ''],
  ])('an officer who %s is refused, and told no figure', async (_, claims, given) => {
    const { report, codes } = await ask(claims, given)
    expect([report, codes]).toEqual([null, ['HUB_DISCLOSURE_DENIED']])
  })

  test.each([
    ['anyone', undefined],
    ['an enterprise', { role: 'enterprise', subjectIds: ['S-1'] }],
    ['a licensing window', { role: 'licensing-window', unit: '行政审批窗口' }],
  ])('for %s there is no such field', async (_, claims) => {
    const { report, codes, text } = await ask(claims)
    expect(report).toBeNull()
    expect(new Set(codes)).toEqual(new Set(['GRAPHQL_VALIDATION_FAILED']))
    expect(text).toContain('Cannot query field \\"qualityFigures\\"')
    expect(text).not.toMatch(/submitted":|TRADE|PERSONNEL/)
  })

  test('a division that goes out is named at once; what it said before stands in for nothing', async () => {
    expect((await ask(inspector)).report?.figures).toHaveLength(2)
    await trade.kill()
    const { report, codes } = await ask(inspector)
    expect(codes).toEqual([])
    expect(report).toEqual({
      figures: [figuresOf('PERSONNEL', 2)],
      bureau: [figuresOf(null, 2)],
      behind: expect.arrayContaining([...out, unavailable('TRADE')]),
    })
    expect((await ask(officerOf('trade'))).report).toEqual({ figures: [], bureau: [], behind: [unavailable('TRADE')] })
    expect((await ask(officerOf('personnel'))).report?.figures).toEqual([figuresOf('PERSONNEL', 2)])
  })
})
