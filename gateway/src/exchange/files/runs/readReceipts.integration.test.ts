import { once } from 'node:events'
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { pino } from 'pino'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { testHubDatabase } from '../../../../../test/setup/testHubDatabase.ts'
import { trialTerms } from '../../agreements/testing/trialTerms.ts'
import { exchangeStores } from '../../exchangeStores.ts'
import { manifestSchema } from '../manifest.ts'
import { readReceipts } from './readReceipts.ts'

const { acts, agreements, files: log } = exchangeStores(testHubDatabase().db, undefined)
/** What is younger may still be written. */
const SETTLED_MS = 2_100
const period = { from: '2026-04-01', to: '2026-04-01' }
let root: string

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'receipts-'))
})
afterAll(() => rm(root, { recursive: true }))

async function agree(id: string, endpoint: string): Promise<void> {
  const terms = trialTerms({ mode: 'FILE', endpoint, secretIds: [], schedule: { cron: '0 18 * * *' } })
  const { version } = await acts.propose(id, terms, { by: '甲', reason: '试验' })
  await acts.approve({ agreement: id, version, by: '乙' })
  await mkdir(join(root, endpoint), { recursive: true })
}

/** A file of one row that an agreement's first version has brought. */
async function sent(agreementId: string, file: string): Promise<void> {
  const [message, format, day, version] = ['001503', 'CSV', period.to, 1] as const
  const manifest = manifestSchema.parse({
    ...{ file, agreementId, agreementVersion: 1, record: 'AdministrativePenalty', subject: 'LEGAL_PERSON' },
    ...{ standard: 'SGS-2019', format, period, version, nil: false, rows: 1, bytes: 1 },
    ...{ digests: { SM3: '', 'SHA-256': '' }, withheld: [], remarks: [], withdrawals: [] },
    writtenAt: '2026-04-01T10:00:00Z',
  })
  const entry = { agreementId, message, period, version, file, format, day, basis: '1', state: 'WRITTEN' } as const
  await log.entries.insertOne({ _id: `${agreementId}:${file}`, ...entry, manifest })
}

const laid = (endpoint: string, file: string, outcome: string) =>
  writeFile(join(root, endpoint, `${file}.receipt.csv`), `行号,结果\n1,${outcome}\n`)

/** What one look at a folder logs. */
async function look(endpoint: string): Promise<Record<string, unknown>[]> {
  const lines: string[] = []
  const logger = pino({ level: 'warn' }, { write: (line) => lines.push(line) })
  const folder = { path: join(root, endpoint), endpoint, today: '2026-04-02' }
  await readReceipts({ log, agreements, logger }, folder)
  return lines.map((line) => JSON.parse(line))
}

const outcomeOf = async (file: string) => (await log.entryOf(file))?.receipt?.lines[0]?.outcome

test('a partner answers for the files of its folder, also of an agreement that shares it or has moved there, and for no other', async () => {
  await agree('a', 'one')
  await agree('shared', 'one')
  await agree('b', 'two')
  await agree('moved', 'three')
  await agree('moved', 'one')
  for (const id of ['a', 'shared', 'b', 'moved']) await sent(id, `${id}.csv`)
  for (const file of ['a.csv', 'shared.csv', 'b.csv', 'moved.csv', 'never.csv']) await laid('one', file, '退回')
  await laid('two', 'b.csv', '新增')
  await delay(SETTLED_MS)
  await look('two')
  await look('one')
  const outcomes = await Promise.all(['a.csv', 'shared.csv', 'b.csv', 'moved.csv'].map(outcomeOf))
  expect(outcomes).toEqual(['REFUSED', 'REFUSED', 'CREATED', 'REFUSED'])
  const reasonOf = async (file: string) =>
    (await readFile(join(root, 'one', 'refused', `${file}.receipt.csv.txt`), 'utf8')).replace(file, '')
  expect(await reasonOf('b.csv')).toBe(await reasonOf('never.csv'))
  expect(await readdir(join(root, 'one', 'refused'))).toHaveLength(4)
})

test('a receipt that cannot be opened stays where it is and costs the others nothing', async () => {
  await agree('c', 'four')
  for (const file of ['c1.csv', 'c3.csv']) {
    await sent('c', file)
    await laid('four', file, '更新')
  }
  const name = 'c2.csv.receipt.csv'
  const socket = createServer().listen(join(root, 'four', name))
  await once(socket, 'listening')
  await delay(SETTLED_MS)
  expect(await look('four')).toMatchObject([{ receipt: name, err: { code: 'ENXIO' } }])
  expect([await outcomeOf('c1.csv'), await outcomeOf('c3.csv')]).toEqual(['UPDATED', 'UPDATED'])
  expect((await readdir(join(root, 'four'))).sort()).toEqual([name, 'receipts'])
  socket.close()
})
