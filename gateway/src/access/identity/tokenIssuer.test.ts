import { pino } from 'pino'
import { expect, test } from 'vitest'
import { readTestSettings } from '../testing/readTestSettings.ts'
import { tokenIssuer } from './tokenIssuer.ts'

const issuer = (settings: Record<string, string>) => tokenIssuer(readTestSettings(settings), pino({ level: 'silent' }))

const DEMO_ISSUER_JWKS = '{"keys":[{"kty":"OKP"}]}'
const real = { JWT_JWKS: 'jwks.json', JWT_ISSUER: 'https://issuer.test', JWT_AUDIENCE: 'hub' }

test('there is none without settings, the real one or the demo issuer with theirs', () => {
  expect(issuer({})).toBeUndefined()
  expect(issuer(real)).toBeDefined()
  expect(issuer({ DEMO_ISSUER_JWKS })).toBeDefined()
})

test.each([
  ['in production', { NODE_ENV: 'production' }],
  ['beside a real issuer', real],
])('the demo issuer is refused %s', (_, settings) => {
  const start = () => issuer({ ...settings, DEMO_ISSUER_JWKS })
  expect(start).toThrow(expect.objectContaining({ code: 'HUB_DEMO_ISSUER_REFUSED' }))
})

test('keys without issuer and audience are refused: anybody’s token would do', () => {
  for (const missing of ['JWT_ISSUER', 'JWT_AUDIENCE'])
    expect(() => issuer({ ...real, [missing]: '' })).toThrow(expect.objectContaining({ code: 'HUB_SETTINGS_INVALID' }))
})
