import { once } from 'node:events'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import mongoose from 'mongoose'
import { afterAll, beforeAll, expect, inject, test, vi } from 'vitest'
import { gatewayHopSettings } from '../../setup/hopKeys.ts'
import { postGraph } from '../../setup/postGraph.ts'
import { type StartedProcess, startedProcess, supergraphFile } from '../gateway/startedProcess.ts'
import { freePorts } from '../launcher/freePorts.ts'
import { hubCommand } from '../launcher/hubCommand.ts'

const MONGODB_URI = inject('mongodbUri')
const DATABASE_PREFIX = `e${Date.now().toString(36)}`
const DATABASE_NAME = `${DATABASE_PREFIX}-gateway`

let folder: string
let connection: mongoose.Connection
let port: number

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hub-evidence-'))
  connection = await mongoose.createConnection(MONGODB_URI, { dbName: DATABASE_NAME }).asPromise()
  port = await freePorts()
})
afterAll(async () => {
  await connection.dropDatabase()
  await connection.close()
  await rm(folder, { recursive: true })
})

/** Its divisions are out, which is an answer too. */
function gateway(): Promise<StartedProcess> {
  const nowhere = Object.fromEntries(
    ['FOREIGN_INVESTMENT', 'TRADE', 'MARKET_ORDER', 'PERSONNEL'].map((name) => [`${name}_URL`, 'http://127.0.0.1:9/']),
  )
  return startedProcess('gateway', port, {
    SUPERGRAPH_FILE: supergraphFile,
    MONGODB_URI,
    DATABASE_NAME,
    EVIDENCE_FOLDER: join(folder, 'evidence'),
    EVIDENCE_PUBLIC_SAMPLE: '1',
    EVIDENCE_CHECKPOINT_MS: '500',
    ...gatewayHopSettings,
    ...nowhere,
  })
}

async function ask({ origin }: StartedProcess, times: number): Promise<void> {
  const query = '{ enterprises(first: 1) { nodes { name } } }'
  for (let time = 0; time < times; time++) await postGraph(origin, { query })
}

const accesses = () => connection.collection('evidence').countDocuments({ kind: 'ACCESS' })

async function hub(...commandArguments: string[]): Promise<{ code: number | null; output: string }> {
  const command = hubCommand(['evidence', ...commandArguments, '--data', folder], { MONGODB_URI, DATABASE_PREFIX })
  return { code: await command.ended, output: command.output() }
}

test('a hub that is killed leaves evidence that the next one goes on from, and that verifies', async () => {
  const killed = await gateway()
  await ask(killed, 12)
  await vi.waitFor(async () => expect(await accesses()).toBe(12), 10_000)
  await killed.kill()
  const next = await gateway()
  await ask(next, 5)
  await vi.waitFor(async () => expect(await accesses()).toBe(17), 10_000)
  const ended = once(next.child, 'exit')
  next.child.kill('SIGTERM')
  expect(await ended).toEqual([0, null])

  const { code, output } = await hub('verify')
  expect(output).toMatch(/2 条链.*✓ 校验通过 verified/s)
  expect(output).not.toContain('尚无检查点')
  expect(code).toBe(0)
})

test('an export verifies without any database, and names the record that was changed in it', async () => {
  const file = join(folder, 'export')
  expect((await hub('export', file)).code).toBe(0)
  expect(await hub('verify', '--from', file)).toMatchObject({ code: 0 })
  const lines = (await readFile(file, 'utf8')).split('\n')
  const { chain, sequence } = JSON.parse(lines[7] ?? '')
  await writeFile(file, lines.with(7, (lines[7] ?? '').replace('"anonymous"', '"nobody"')).join('\n'))
  const { code, output } = await hub('verify', '--from', file)
  expect(output).toContain(`✗ 链 chain ${chain} 记录 record ${sequence}: 被修改 changed`)
  expect(code).toBe(1)
  await writeFile(file, lines.slice(0, -3).join('\n'))
  expect((await hub('verify', '--from', file)).output).toMatch(/被删除 removed/)
})

test('nothing is pruned within six months', async () => {
  expect((await hub('prune', join(folder, 'old'), '--keep-months', '5')).output).toMatch(/at least 6 months/)
  const { code, output } = await hub('prune', join(folder, 'old'))
  expect(output).toContain('✓ 0 条 records')
  expect(code).toBe(0)
})

test('what is cut off in the database, checkpoints with it, shows by the checkpoints kept elsewhere', async () => {
  const chains = await connection.collection('evidence_chains').find().sort({ _id: 1 }).toArray()
  const chain = String(chains.at(-1)?._id)
  await connection.collection('evidence').deleteMany({ chain, sequence: { $gte: 3 } })
  await connection.collection('evidence_checkpoints').deleteMany({ chain, size: { $gt: 3 } })
  const { code, output } = await hub('verify')
  expect(output).toContain(`✗ 链 chain ${chain} 记录 record 3–`)
  expect(code).toBe(1)
  const pruned = await hub('prune', join(folder, 'cut'))
  expect(pruned.output).toContain('HUB_EVIDENCE_TAMPERED')
  expect(pruned.code).not.toBe(0)
})
