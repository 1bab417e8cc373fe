import { hopKeyList, newHopKey } from '@hub/schema/access/hop/hopKeys'
import { expect, test } from 'vitest'
import { divisionSettings } from '../server/environment.ts'
import { sealingOf } from './sealing.ts'

const settings = { PORT: '0', MONGODB_URI: 'mongodb://x', DATABASE_NAME: 'x' }
const keys = { HOP_KEYS: newHopKey('h'), IMPORT_KEYS: newHopKey('i') }
const environment = (given: Record<string, string>) =>
  divisionSettings.read({ ...settings, ...keys, DATA_KEYS: newHopKey('d'), DATA_DIGEST_KEY: newHopKey('g'), ...given })

test('a division does not start without data keys, nor in production with the demo’s', () => {
  for (const name of ['DATA_KEYS', 'DATA_DIGEST_KEY']) expect(() => environment({ [name]: '' })).toThrow(name)
  expect(() => environment({ DATA_DIGEST_KEY: `${newHopKey('a')},${newHopKey('b')}` })).toThrow('must be one key')
  const refused = expect.objectContaining({ code: 'HUB_DEMO_KEY_REFUSED' })
  for (const given of [
    { DATA_KEYS: `${newHopKey('own')},${newHopKey('demo-1')}` },
    { DATA_DIGEST_KEY: newHopKey('demo-2') },
  ]) {
    expect(() => sealingOf(environment({ ...given, NODE_ENV: 'production' }), 'trade')).toThrow(refused)
    sealingOf(environment(given), 'trade')
  }
  sealingOf(environment({ NODE_ENV: 'production' }), 'trade')
})

test('one secret gives every division keys and digests of its own', () => {
  const [digestKey] = hopKeyList.parse(newHopKey('g'))
  if (digestKey === undefined) throw new Error('no key')
  const given = { DATA_KEYS: hopKeyList.parse(newHopKey('d')), DATA_DIGEST_KEY: digestKey }
  const [trade, personnel] = [sealingOf(given, 'trade'), sealingOf(given, 'personnel')]
  expect(() => personnel.sealer.open(trade.sealer.seal('x', 'p'), 'p')).toThrow()
  expect(trade.digest('row', 'x')).not.toBe(personnel.digest('row', 'x'))
  expect(trade.digest('row', 'x')).not.toBe(trade.digest('link', 'x'))
  expect(trade.digest('row', 'x')).toBe(sealingOf(given, 'trade').digest('row', 'x'))
})
