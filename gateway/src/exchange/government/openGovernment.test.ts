import { pino } from 'pino'
import { expect, test } from 'vitest'
import { trialTerms } from '../agreements/testing/trialTerms.ts'
import { openGovernment } from './openGovernment.ts'

const agreement = {
  id: 'city',
  version: 1,
  standing: 'IN_FORCE',
  terms: trialTerms({ format: 'GOVERNMENT_GATEWAY' }),
} as const

async function opened(scheme: 'MD5' | 'HMAC-SM3', secrets = ['bureau:secret']) {
  const lines: Record<string, unknown>[] = []
  const logger = pino({}, { write: (line) => lines.push(JSON.parse(line)) })
  const settings = { DELIVERY_ALLOWED_NETWORKS: [], DELIVERY_DEADLINE_MS: 1_000, GOVERNMENT_SIGNATURE: scheme }
  const target = await openGovernment(settings, logger)(agreement, secrets)
  await target.close()
  return lines
}

test('MD5 is used by an explicit setting only, and warned of', async () => {
  expect(await opened('MD5')).toMatchObject([{ level: 40, agreement: 'city', msg: expect.stringContaining('MD5') }])
  expect(await opened('HMAC-SM3')).toEqual([])
})

test('a secret that is none of a gateway is told', async () => {
  await expect(opened('HMAC-SM3', ['whsec_x'])).rejects.toMatchObject({ code: 'BAD_USER_INPUT' })
})
