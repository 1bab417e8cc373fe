import { expect, test } from 'vitest'
import { KeptValues } from './keptValues.ts'
import { SeenIndexes } from './seenIndexes.ts'
import type { KeptAnswer, KeptEntity } from './staleMemory.ts'

const limits = { maxAgeMillis: 1_000, maxBytes: 1_000_000, maxEntries: 10 }
const told = { division: 'trade', rights: 'shared' }
const place = { type: 'Enterprise', path: ['list'], leaves: ['subjectId'], identifiers: ['subjectId'] }

function indexesOf(body: string): { answers: KeptValues<KeptAnswer>; indexes: SeenIndexes } {
  const answers = new KeptValues<KeptAnswer>(limits)
  const tells = { types: new Set<string>(), ofNamed: false, represented: [] }
  const kept = { ...told, body: Buffer.from(body), places: [place], tells, subjectIds: undefined }
  answers.keep('key', kept, body.length, 0)
  return { answers, indexes: new SeenIndexes(answers, new KeptValues<KeptEntity>(limits)) }
}

test('an index that cannot be made ends nothing but the question, and is tried again', async () => {
  const { answers, indexes } = indexesOf('{"data"')
  await expect(indexes.of(told, 0)).rejects.toThrow(SyntaxError)
  answers.forget('key')
  await expect(indexes.of(told, 0)).resolves.toHaveProperty('size', 0)
})
