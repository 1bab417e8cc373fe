import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { newHopKey } from '@hub/schema/access/hop/hopKeys'
import { errorCatalogue } from '@hub/schema/errors/errorCatalogue'
import { expect, test } from 'vitest'
import { childEnvironment } from '../../setup/environment.ts'
import { divisionHopSettings } from '../../setup/hopKeys.ts'
import { testDatabase } from '../../setup/testDatabase.ts'
import { mainOf } from '../gateway/startedProcess.ts'

const { uri, name } = testDatabase()

/** What a division says that does not start. */
async function refusal(given: Readonly<Record<string, string>>): Promise<string> {
  const settings = { MONGODB_URI: uri, DATABASE_NAME: name, ...divisionHopSettings('trade'), ...given }
  const child = spawn(process.execPath, [mainOf('subgraphs/trade')], {
    env: { ...childEnvironment, ...settings },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let text = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (text += chunk))
  const stuck = setTimeout(() => child.kill('SIGKILL'), 20_000)
  const [status] = await once(child, 'close')
  clearTimeout(stuck)
  expect(status, text).toBe(1)
  return text
}

test('a division whose port is taken says so and ends, though its database is open', async () => {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const PORT = String((server.address() as AddressInfo).port)
  const text = await refusal({ PORT })
  server.close()
  expect(text).toContain(errorCatalogue.HUB_PORT_IN_USE.remedy.zh)
  expect(text).toContain(PORT)
})

test('a key that an organisation has does not open a division whole: it says so and ends', async () => {
  const key = newHopKey('platform')
  const keys = { IMPORT_KEYS: key, PROVIDER_KEYS: `市信用平台/liquor-filings=${key}` }
  const text = await refusal({ PORT: '0', ...keys })
  expect(text).toMatch(/\[HUB_SETTINGS_INVALID\].*\n.*platform .*delete it from IMPORT_KEYS/)
})
