import { spawn, spawnSync } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { webhookHeaders, webhookKey } from '@hub/gateway/exchange/push/webhookSignature'
import { describe, expect, test } from 'vitest'
import { openPartner } from '../partnerServer.ts'

const secret = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw'
const key = webhookKey(secret) ?? Buffer.alloc(0)
const body = '[{"specversion":"1.0","id":"e1","data":{"record":"r1","version":1,"kind":"CREATED","note":"行政处罚"}}]'

const languages = [
  ['node', 'verify.mjs', '--version'],
  ['python3', 'verify.py', '--version'],
  ['java', 'Verify.java', '-version'],
] as const

const has = (program: string, asked: string): boolean => spawnSync(program, [asked]).status === 0

async function run(program: string, args: readonly string[], input: string): Promise<{ code: number; out: string }> {
  const child = spawn(program, args, { cwd: import.meta.dirname, stdio: ['pipe', 'pipe', 'inherit'] })
  child.stdin.end(input)
  const ended = new Promise<number>((resolve) => child.once('close', (code) => resolve(code ?? -1)))
  return { out: await text(child.stdout), code: await ended }
}

function verified(program: string, file: string, received: string, at = new Date()): Promise<number> {
  // While a key is being changed two sign, and the one that the partner knows may be the second.
  const keys = [Buffer.alloc(32, 9), key]
  const headers = webhookHeaders({ id: 'msg_1', body, keys, schemes: ['v1', 'v1sm3'] }, at)
  const told = ['webhook-id', 'webhook-timestamp', 'webhook-signature'].map((name) => headers[name] ?? '')
  return run(program, [file, secret, ...told], received).then(({ code }) => code)
}

describe('an example verifies what the hub signs, and nothing else', { timeout: 60_000 }, () => {
  for (const [program, file, asked] of languages) {
    test.skipIf(!has(program, asked))(file, async () => {
      expect(await verified(program, file, body)).toBe(0)
      expect(await verified(program, file, body.replace('r1', 'r2'))).toBe(1)
      expect(await verified(program, file, body, new Date(Date.now() - 600_000))).toBe(1)
    })
  }

  test.skipIf(!has('curl', '--version') || !has('openssl', 'version'))('send.sh is taken by a receiver', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'partner-'))
    const partner = await openPartner({ port: 0, folder, keys: [key] })
    try {
      const sent = await run('sh', ['send.sh', `${partner.url}/events`, secret], body)
      expect([sent.code, JSON.parse(sent.out)]).toMatchObject([0, { accepted: ['e1'], refused: [] }])
      const foreign = `whsec_${Buffer.alloc(32, 3).toString('base64')}`
      expect((await run('sh', ['send.sh', `${partner.url}/events`, foreign], body)).code).not.toBe(0)
    } finally {
      await partner.close()
      await rm(folder, { recursive: true })
    }
  })
})
