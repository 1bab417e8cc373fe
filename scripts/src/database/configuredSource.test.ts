import { expect, test } from 'vitest'
import { hubSettings } from '../environment.ts'
import { configuredSource } from './configuredSource.ts'

const common = 'mongodb://common'

test('nothing set: nothing configured', () => {
  expect(configuredSource(hubSettings.read({}))).toBeUndefined()
})

test("a division's own connection string goes before the common one", () => {
  const settings = hubSettings.read({ MONGODB_URI: common, MONGODB_URI_TRADE: 'mongodb://trade' })
  expect(configuredSource(settings)?.uris).toEqual({
    'foreign-investment': common,
    trade: 'mongodb://trade',
    'market-order': common,
    personnel: common,
  })
})

test('connection strings for some divisions only are refused, naming the others', () => {
  const settings = hubSettings.read({ MONGODB_URI_TRADE: 'mongodb://trade' })
  expect(() => configuredSource(settings)).toThrow(/foreign-investment, market-order, personnel, hub/)
})

test("the hub's own connection string goes before the common one", () => {
  const settings = hubSettings.read({ MONGODB_URI: common, MONGODB_URI_HUB: 'mongodb://hub' })
  expect(configuredSource(settings)).toMatchObject({ hubUri: 'mongodb://hub', uris: { trade: common } })
})
