import { once } from 'node:events'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { webhookKey } from '@hub/gateway/exchange/push/webhookSignature'
import { freePort } from '@hub/scripts/database/freePort'
import { webhookSignature } from '@hub/scripts/partner/webhookSignature'
import { expect, test } from 'vitest'
import { hubCommand } from '../launcher/hubCommand.ts'

const BATCH = 20

test('what the partner has acknowledged outlives a SIGKILL, and comes again as repeats', async () => {
  const port = await freePort()
  const data = await mkdtemp(join(tmpdir(), 'partner-'))
  const start = async () => {
    const partner = hubCommand(['partner', '--port', String(port), '--data', data])
    await partner.printed(/接收平台 partner/)
    return partner
  }
  const first = await start()
  const key = webhookKey((await readFile(join(data, 'partner', 'secret'), 'utf8')).trim()) ?? Buffer.alloc(0)
  const acknowledged: string[] = []
  const deliver = async (delivery: number) => {
    const id = `d${delivery}`
    const events = Array.from({ length: BATCH }, (_, row) => ({ id: `${id}.${row}`, data: { record: `r${row}` } }))
    const body = Buffer.from(JSON.stringify({ events }))
    const timestamp = String(Math.floor(Date.now() / 1000))
    const headers = {
      'webhook-id': id,
      'webhook-timestamp': timestamp,
      'webhook-signature': webhookSignature('v1sm3', key, { id, timestamp, body }),
    }
    const answer = await fetch(`http://127.0.0.1:${port}/events`, { method: 'POST', body, headers })
    const { accepted } = (await answer.json()) as { accepted: string[] }
    acknowledged.push(...accepted)
  }
  const sending = Array.from({ length: 200 }, (_, delivery) => deliver(delivery).catch(() => undefined))
  await sending[20]
  first.child.kill('SIGKILL')
  await Promise.all([once(first.child, 'close'), ...sending])
  const atLeast = acknowledged.length

  const second = await start()
  const ids = async () => {
    const answer = await fetch(`http://127.0.0.1:${port}/events`)
    return ((await answer.json()) as { events: { event: { id: string } }[] }).events.map(({ event }) => event.id)
  }
  const kept = await ids()
  expect(atLeast).toBeGreaterThanOrEqual(BATCH)
  expect(acknowledged.filter((id) => !kept.includes(id))).toEqual([])
  for (let delivery = 0; delivery < 200; delivery += 1) await deliver(delivery)
  const all = await ids()
  expect([all.length, new Set(all).size]).toEqual([200 * BATCH, 200 * BATCH])
  second.child.kill('SIGTERM')
  expect(await second.ended).toBe(0)
  await rm(data, { recursive: true })
})
