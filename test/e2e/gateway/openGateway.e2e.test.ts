import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { networkInterfaces } from 'node:os'
import { join } from 'node:path'
import { freePort } from '@hub/scripts/database/freePort'
import { repositoryFolder } from '@hub/scripts/launcher/repository'
import { describe, expect, test } from 'vitest'
import { childEnvironment } from '../../setup/environment.ts'
import { postGraph } from '../../setup/postGraph.ts'
import { supergraphFile } from './startedProcess.ts'

const RED = '\u001b[31m'

/** What `hub gateway` prints until it ends or is ready. */
async function started(...more: string[]) {
  const program = join(repositoryFolder, 'scripts/dist/main.js')
  const port = String(await freePort())
  const args = [program, 'gateway', '--supergraph', supergraphFile, '--port', port, ...more]
  const child = spawn(process.execPath, args, { env: childEnvironment, stdio: ['ignore', 'pipe', 'pipe'] })
  const ended = once(child, 'exit')
  let text = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (text += chunk))
  while (!/ready http\S+/.test(text) && child.exitCode === null) await Promise.race([once(child.stdout, 'data'), ended])
  return { child, ended, text: () => text, port }
}

describe('hub gateway', () => {
  test('serves a supergraph to anyone on this machine alone, and says so in red', async () => {
    const { child, ended, text, port } = await started('--open')
    try {
      expect(text()).toContain(`${RED}开放网关`)
      expect(text()).toMatch(/仅限本机.*loopback only/s)
      expect(text()).toContain(`ready http://127.0.0.1:${port}/graphql`)
      const answer = await postGraph(`http://127.0.0.1:${port}`, { query: '{ __type(name: "Enterprise") { name } }' })
      expect(await answer.json()).toEqual({ data: { __type: { name: 'Enterprise' } } })
      const others = Object.values(networkInterfaces()).flatMap((addresses) => addresses ?? [])
      for (const { address, family, internal } of others)
        if (!internal && family === 'IPv4') await expect(fetch(`http://${address}:${port}/graphql`)).rejects.toThrow()
    } finally {
      child.kill()
      expect(await ended).toEqual([0, null])
    }
  })

  test('serves nobody openly who has not said so', async () => {
    const { ended, text } = await started()
    expect(await ended).toEqual([1, null])
    expect(text()).toContain('--open')
  })
})
