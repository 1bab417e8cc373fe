import { hopKeyList, newHopKey } from '@hub/schema/access/hop/hopKeys'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { importKey } from './importKey.ts'

const [old, fresh] = [newHopKey('2026'), newHopKey('2027')]
const keys = hopKeyList.parse(`${fresh},${old}`)
const basic = (text: string) => `Basic ${Buffer.from(text).toString('base64')}`

test('every key of the list opens the door, and says which it was', () => {
  expect([importKey(basic(fresh), keys).id, importKey(basic(old), keys).id]).toEqual(['2027', '2026'])
})

test('nothing else does', () => {
  const [id = '', secret = ''] = fresh.split(':')
  const other = [undefined, '', 'Basic', basic(`${id}:`), basic(`2026:${secret}`), basic(secret), `Bearer ${fresh}`]
  for (const authorization of other)
    expect(() => importKey(authorization, keys)).toThrow(expect.objectContaining({ code: 'HUB_IMPORT_KEY_INVALID' }))
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.string().map(basic)), (authorization) => {
      expect(() => importKey(authorization, keys)).toThrow(expect.objectContaining({ code: 'HUB_IMPORT_KEY_INVALID' }))
    }),
  )
})
