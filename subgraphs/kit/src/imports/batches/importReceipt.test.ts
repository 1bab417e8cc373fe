import { expect, test } from 'vitest'
import { ReceiptCounter } from './importReceipt.ts'

const batch = { batchNo: 'B1', division: 'trade', family: 'sample', millis: 5 } as const

test('a receipt adds up', () => {
  const counter = new ReceiptCounter()
  counter.submitted = 6
  counter.count('created', 3)
  counter.count('doubtful')
  counter.count('unlinked')
  counter.count('duplicate')
  expect(counter.receipt(batch)).toMatchObject({
    submitted: 6,
    created: 3,
    updated: 0,
    doubtful: 1,
    unlinked: 1,
    duplicate: 1,
  })
})

test('a reason that a row has several times counts once, and names no more than the first lines', () => {
  const counter = new ReceiptCounter()
  const reason = { reason: 'row', field: undefined }
  for (let line = 1; line <= 30; line += 1) counter.noteReasons(undefined, [reason, reason], line)
  const lines = Array.from({ length: 20 }, (_, index) => index + 1)
  expect(counter.receipt(batch).reasons).toEqual([{ queue: undefined, ...reason, rows: 30, lines }])
})

test('one that does not is never given', () => {
  const counter = new ReceiptCounter()
  counter.submitted = 2
  counter.count('created')
  expect(() => counter.receipt(batch)).toThrow('does not add up')
})
