import { HubError } from '@hub/schema/errors/HubError'
import { expect, test } from 'vitest'
import { readTestSettings } from './access/testing/readTestSettings.ts'
import { divisionUrls, gatewaySettings } from './environment.ts'

test('the addresses of divisions come under their names in the supergraph, unset ones not at all', () => {
  const values = readTestSettings({ TRADE_URL: 'http://trade.test/graphql', PERSONNEL_URL: '' })
  expect([...divisionUrls(values)]).toEqual([['trade', 'http://trade.test/graphql']])
})

test('limits have the defaults every part of the hub counts on', () => {
  const { CLIENT_DEADLINE_MS, SUBGRAPH_DEADLINE_MS, BODY_LIMIT_BYTES, HOST, PORT } = readTestSettings()
  expect([CLIENT_DEADLINE_MS, SUBGRAPH_DEADLINE_MS, BODY_LIMIT_BYTES, HOST, PORT]).toEqual([
    30_000,
    8_000,
    2 * 1024 * 1024,
    '127.0.0.1',
    4000,
  ])
})

test('every wrong setting is named at once', () => {
  const read = () => gatewaySettings.read({ PORT: '70000', TRADE_URL: 'somewhere', BODY_LIMIT_BYTES: '-1' })
  expect(read).toThrow(HubError)
  for (const name of ['PORT', 'TRADE_URL', 'BODY_LIMIT_BYTES', 'TRADE_HOP_KEYS']) expect(read).toThrow(name)
})
