import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test, vi } from 'vitest'
import { tokenCommand } from './tokenCommand.ts'

test.each([
  ['nonsense', 'HUB_PURPOSE_UNKNOWN', 'ADMINISTRATIVE_PERMIT 行政许可, '],
  // There is no hub in the folder: what is stated was taken.
  ['PROJECT_REVIEW', 'BAD_USER_INPUT', 'start a hub'],
])('a token for the purpose %s: %s', async (purpose, code, told) => {
  const data = await mkdtemp(join(tmpdir(), 'hub-token-'))
  onTestFinished(() => rm(data, { recursive: true }))
  const message = expect.stringContaining(told)
  await expect(tokenCommand({ role: 'analyst', purpose, hours: 1, data })).rejects.toMatchObject({ code, message })
})

test('there are no tokens of the demo with production settings', async () => {
  vi.stubEnv('NODE_ENV', 'production')
  onTestFinished(() => void vi.unstubAllEnvs())
  const asked = { role: 'analyst', hours: 1, data: tmpdir() }
  await expect(tokenCommand(asked)).rejects.toMatchObject({ code: 'HUB_DEMO_ISSUER_REFUSED' })
})
