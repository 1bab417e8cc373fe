import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { FeedEvent } from './feedEvent.ts'
import { mergeEvents } from './mergeEvents.ts'

const event = (division: string, sequence: number, second: number): FeedEvent => ({
  id: `${division}-${sequence}`,
  division,
  sequence,
  kind: 'CREATED',
  family: 'f',
  recordId: 'R',
  subjectId: 'S',
  version: 1,
  recordedAt: new Date(second * 1_000).toISOString(),
  effectiveOn: null,
  record: null,
})

const lists = fc
  .array(fc.array(fc.integer({ min: 0, max: 20 })), { maxLength: 4 })
  .map((divisions) =>
    divisions.map((seconds, index) => seconds.map((second, at) => event(`d${index}`, at + 1, second))),
  )

test('everything is there once, and each division in its own order', () => {
  fc.assert(
    fc.property(lists, (given) => {
      const merged = mergeEvents(given)
      expect(merged).toHaveLength(given.flat().length)
      for (const [index, list] of given.entries())
        expect(merged.filter(({ division }) => division === `d${index}`)).toEqual(list)
    }),
  )
})

test('where the divisions are in the order of time, so is the whole', () => {
  fc.assert(
    fc.property(lists, (given) => {
      const times = given.map((list) => list.map(({ recordedAt }) => recordedAt).sort())
      const ordered = given.map((list, index) =>
        list.map((one, at) => ({ ...one, recordedAt: times[index]?.[at] ?? '' })),
      )
      const merged = mergeEvents(ordered).map(({ recordedAt }) => recordedAt)
      expect(merged).toEqual([...merged].sort())
    }),
  )
})
