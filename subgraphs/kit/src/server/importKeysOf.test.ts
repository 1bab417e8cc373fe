import { hopKeyList, newHopKey } from '@hub/schema/access/hop/hopKeys'
import { expect, test } from 'vitest'
import { importKeysOf } from './importKeysOf.ts'
import { providerKeyList } from './providerKeys.ts'

const [own, platform] = [newHopKey('own'), newHopKey('platform')]
const keysOf = (importKeys: string, providerKey: string) =>
  importKeysOf({
    IMPORT_KEYS: hopKeyList.parse(importKeys),
    PROVIDER_KEYS: providerKeyList.parse(`市信用平台/list-entries=${providerKey}`),
  }).map(({ id, provider }) => [id, provider])

test('keys of the division and of organisations open the door', () => {
  expect(keysOf(own, platform)).toEqual([
    ['own', undefined],
    ['platform', '市信用平台'],
  ])
})

test.each([
  ['by the same id', platform],
  ['by another id', platform.replace('platform', 'before')],
])('a key that was given to an organisation and not deleted is refused: %s', (_, left) => {
  const message = expect.stringMatching(/IMPORT_KEYS: (platform|before) .*PROVIDER_KEYS.*delete it from IMPORT_KEYS/)
  expect(() => keysOf(`${own},${left}`, platform)).toThrow(
    expect.objectContaining({ code: 'HUB_SETTINGS_INVALID', message }),
  )
})
