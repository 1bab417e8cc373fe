import { describe, expect, test } from 'vitest'
import type { StoredRecord } from '../family/recordEnvelope.ts'
import { sampleFamily } from '../testing/sampleFamily.ts'
import { ownerOfRow } from './ownerOfRow.ts'

const family = { ...sampleFamily, mergedInto: (record: Record<string, unknown>) => record.into as string | undefined }
const records = new Map(
  Object.entries({ a: 'b', b: 'c', c: undefined, d: undefined, x: 'y', y: 'x', lost: 'nobody' }).map(
    ([recordId, into]) => [recordId, { recordId, into } as unknown as StoredRecord],
  ),
)
const owner = (...ids: string[]) => {
  const found = ownerOfRow(family, new Set(ids), records)
  return typeof found === 'object' ? found.recordId : found
}

describe('ownerOfRow', () => {
  test('one owner is the one, merged or not; nobody is nobody', () => {
    expect([owner(), owner('d'), owner('a'), owner('gone')]).toEqual([undefined, 'd', 'a', undefined])
  })

  test('merged owners lead to where they went, beside a key of that one', () => {
    expect([owner('a', 'c'), owner('b', 'c'), owner('a', 'b', 'c')]).toEqual(['c', 'c', 'c'])
  })

  test('anything else is several', () => {
    for (const ids of [
      ['c', 'd'],
      ['a', 'd'],
      ['a', 'b'],
      ['x', 'y'],
      ['lost', 'd'],
      ['gone', 'd'],
    ]) {
      expect([ids, owner(...ids)]).toEqual([ids, 'SEVERAL'])
    }
  })
})
