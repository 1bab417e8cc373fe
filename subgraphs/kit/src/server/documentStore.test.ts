import { parse } from 'graphql'
import { expect, test } from 'vitest'
import { documentStore } from './documentStore.ts'

const FIELDS = Array.from({ length: 40 }, (_, at) => `field${at}`).join(' ')
const document = (at: number) => parse(`{ enterprise(subjectId: "S${at}") { ${FIELDS} } }`, { noLocation: true })

test('of ever new texts no more is kept than there is room for, and what is used again stays', async () => {
  const store = documentStore()
  for (let at = 0; at < 5_000; at += 1) {
    await store.set(`text ${at}`, document(at))
    await store.get('text 0')
  }
  const kept = await Promise.all(store.keys().map((key) => store.get(key)))
  expect(JSON.stringify(kept).length).toBeLessThan(4.1 * 1024 * 1024)
  expect(kept.length).toBeGreaterThan(500)
  expect(kept).toContainEqual(document(0))
  expect(kept).toContainEqual(document(4_999))
})
