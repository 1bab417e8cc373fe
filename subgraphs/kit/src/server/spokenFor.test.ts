import { hopKeyList, newHopKey } from '@hub/schema/access/hop/hopKeys'
import { expect, test } from 'vitest'
import type { ImportKey } from './providerKeys.ts'
import { spokenFor } from './spokenFor.ts'

const [own] = hopKeyList.parse(newHopKey('own'))
const platform = { ...own, provider: '市信用平台', families: ['list-entries'] } as ImportKey

test.each([
  ['a key of the division, naming nobody', own, undefined, undefined],
  ['a key of the division, naming an organisation', own, '市中院', '市中院'],
  ['a key of an organisation', platform, undefined, '市信用平台'],
  ['a key of an organisation, naming itself', platform, '市信用平台', '市信用平台'],
  ['a key of an organisation, naming another', platform, '市中院', false],
  ['a key of an organisation, naming nothing', platform, '', false],
  ['a name of nothing', own, '', false],
  ['a name with a blank before it', own, ' 市中院', false],
  ['two names', own, ['市中院', '市信用平台'], false],
] as const)('%s', (_, key, named, provider) => {
  expect(spokenFor(key, named)).toBe(provider)
})
