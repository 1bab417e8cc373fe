import { newHopKey } from '@hub/schema/access/hop/hopKeys'
import { expect, test } from 'vitest'
import { providerKeyList } from './providerKeys.ts'

const [one, other] = [newHopKey('platform'), newHopKey('court')]

test('each organisation has a key of its own and the families that it provides', () => {
  const keys = providerKeyList.parse(` 市信用平台/list-entries,red-list-entries=${one}\n市中院/list-entries=${other} `)
  expect(keys.map(({ id, provider, families }) => ({ id, provider, families }))).toEqual([
    { id: 'platform', provider: '市信用平台', families: ['list-entries', 'red-list-entries'] },
    { id: 'court', provider: '市中院', families: ['list-entries'] },
  ])
})

test('a name is that of an agreement’s partner, whatever stands in it', () => {
  const name = 'City Credit/Platform 100%, 郑州=一'
  const [key] = providerKeyList.parse(`${encodeURIComponent(name)}/list-entries=${one}`)
  expect(key?.provider).toBe(name)
})

test.each([
  ['a name that is wrongly encoded', `100%/list-entries=${one}`],
  ['a name that begins with a blank', `%20市中院/list-entries=${one}`],
  ['a name with a line end', `市%0A中院/list-entries=${one}`],
  ['no family', `市信用平台=${one}`],
  ['a family that nobody has', `市信用平台/lists=${one}`],
  ['the subject index, by which all is linked', `市信用平台/registry=${one}`],
  ['a short secret', '市信用平台/list-entries=platform:short'],
  ['one key for two', `市信用平台/list-entries=${one} 市中院/list-entries=${one}`],
  ['nothing', ''],
])('is refused: %s', (_, text) => {
  expect(providerKeyList.safeParse(text).success).toBe(false)
})
