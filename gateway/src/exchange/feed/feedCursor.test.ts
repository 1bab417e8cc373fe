import { HubError } from '@hub/schema/errors/HubError'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { readCursor, readSnapshot, writeCursor } from './feedCursor.ts'

const position = fc.dictionary(fc.constantFrom('trade', 'personnel', 'market-order', 'x'), fc.nat())

test('a cursor gives back the position that it was written from, whatever the order of the divisions', () => {
  fc.assert(
    fc.property(position, (at) => {
      const cursor = writeCursor(at)
      const moved = Object.fromEntries(Object.entries(at).filter(([, sequence]) => sequence > 0))
      expect(readCursor(cursor)).toEqual(moved)
      expect(writeCursor(Object.fromEntries(Object.entries(at).reverse()))).toBe(cursor)
      expect(cursor).toMatch(/^f1\.[\w-]*$/)
    }),
  )
})

test('a cursor in the middle of a snapshot holds both, and only what of it is not over', () => {
  fc.assert(
    fc.property(
      position,
      fc.dictionary(fc.constantFrom('trade', 'personnel'), fc.integer({ min: -1 })),
      (at, snapshot) => {
        const cursor = writeCursor(at, snapshot)
        const open = Object.entries(snapshot).filter(([name, end]) => end === -1 || end > (at[name] ?? 0))
        expect(readSnapshot(cursor)).toEqual(Object.fromEntries(open))
        expect(readCursor(cursor)).toEqual(readCursor(writeCursor(at)))
        expect(cursor.startsWith('s1.')).toBe(open.length > 0)
      },
    ),
  )
})

test('no cursor is the beginning', () => {
  expect([readCursor(undefined), readCursor('')]).toEqual([{}, {}])
})

const encoded = (text: string): string => `f1.${Buffer.from(text).toString('base64url')}`

test.each([
  'nonsense',
  'f2.e30',
  's1.e30',
  'f1.',
  'f1.!!',
  encoded('[]'),
  encoded('{"trade":-1}'),
  encoded('{"trade":1.5}'),
  encoded('{"trade":"1"}'),
  encoded('{ "trade":1}'),
  encoded('{"trade":1,"a":2}'),
  `f1.${'A'.repeat(2_000)}`,
])('%s is refused with a code', (cursor) => {
  expect(() => readCursor(cursor)).toThrow(HubError)
  expect(() => readCursor(cursor)).toThrow(expect.objectContaining({ code: 'HUB_FEED_CURSOR_INVALID' }))
})

test('any text is either refused by that code or read as it would be written', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.string().map(encoded), position.map(writeCursor)), (text) => {
      try {
        expect(text === '' ? '' : writeCursor(readCursor(text))).toBe(text)
      } catch (error) {
        expect(error).toMatchObject({ code: 'HUB_FEED_CURSOR_INVALID' })
      }
    }),
  )
})
