import fc from 'fast-check'
import { expect, test } from 'vitest'
import { SubjectOrder } from './subjectOrder.ts'

const step = fc.record({ subject: fc.integer({ max: 4, min: 0 }), record: fc.integer({ max: 6, min: 0 }) })

test('every event goes out once, after whatever came before it for its subject or record, and independent ones beside it', () => {
  fc.assert(
    fc.property(
      fc.array(step, { maxLength: 60 }),
      fc.integer({ min: 1, max: 7 }),
      fc.infiniteStream(fc.nat()),
      (steps, most, luck) => {
        const order = new SubjectOrder<{ id: string; subjectId: string; recordId: string }>()
        const events = steps.map(({ subject, record }, index) => ({
          id: `${index}`,
          subjectId: `${subject}`,
          recordId: `${record}`,
        }))
        const settled: string[] = []
        const flying: (typeof events)[] = []
        let added = 0
        while (settled.length < events.length) {
          const choice = luck.next().value % 3
          if (choice === 0 && added < events.length) order.add(events[added++] as (typeof events)[number])
          else if (choice === 1) {
            const batch = order.take(most)
            if (batch.length > 0) flying.push(batch)
            // The naive model: of those added, what has all its predecessors settled or before it in the batch.
            for (const [at, event] of batch.entries()) {
              const before = events
                .slice(0, Number(event.id))
                .filter((e) => e.subjectId === event.subjectId || e.recordId === event.recordId)
              const done = new Set([...settled, ...batch.slice(0, at).map(({ id }) => id)])
              expect(before.filter(({ id }) => !done.has(id))).toEqual([])
            }
          } else {
            const [batch] = flying.splice(luck.next().value % Math.max(1, flying.length), 1)
            const ids = batch?.map(({ id }) => id) ?? []
            order.settle(ids)
            settled.push(...ids)
            if (ids.length === 0 && flying.length === 0 && added === events.length && order.size > 0) {
              const batch = order.take(most)
              expect(batch.length).toBeGreaterThan(0)
              flying.push(batch)
            }
          }
        }
        expect(settled.toSorted()).toEqual(events.map(({ id }) => id).toSorted())
        expect(order.size).toBe(0)
      },
    ),
  )
})

test('others do not wait for a subject that is under way', () => {
  const order = new SubjectOrder<{ id: string; subjectId: string; recordId: string }>()
  for (const id of ['a1', 'a2', 'b1']) order.add({ id, subjectId: id.slice(0, 1), recordId: id })
  expect(order.take(1).map(({ id }) => id)).toEqual(['a1'])
  expect(order.take(5).map(({ id }) => id)).toEqual(['b1'])
  order.settle(['a1'])
  expect(order.take(5).map(({ id }) => id)).toEqual(['a2'])
})

test('a batch takes along what follows its own, in order', () => {
  const order = new SubjectOrder<{ id: string; subjectId: string; recordId: string }>()
  for (const id of ['a1', 'b1', 'a2', 'c1']) order.add({ id, subjectId: id.slice(0, 1), recordId: id })
  expect(order.take(3).map(({ id }) => id)).toEqual(['a1', 'a2', 'b1'])
  expect(order.take(3).map(({ id }) => id)).toEqual(['c1'])
})
