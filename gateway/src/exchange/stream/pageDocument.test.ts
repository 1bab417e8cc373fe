import { buildSchema, parse, print, validate } from 'graphql'
import { expect, test } from 'vitest'
import { selectOperation } from '../../execution/plan/selectOperation.ts'
import { pageDocument } from './pageDocument.ts'
import { streamSchema } from './streamSchema.ts'

const schema = buildSchema(`
  enum Division { TRADE }
  type DivisionBehind { division: Division code: String }
  type Change { id: ID }
  type ChangePage { events: [Change!] next: String hasMore: Boolean count: Int behind: [DivisionBehind!] }
  type Query {
    changes(after: String, divisions: [Division!], families: [String!], subjectIds: [ID!], snapshot: Boolean, first: Int): ChangePage
  }
`)
const OWN = '_hubNext: next _hubMore: hasMore _hubCount: count _hubBehind: behind { division code }'

const asked = (text: string) => {
  const document = parse(text)
  expect(validate(streamSchema(schema), document)).toEqual([])
  return pageDocument(document, selectOperation(document))
}

test.each([
  [
    'a subscription of all changes',
    'subscription S { changes { events { id } } }',
    `query S($_hubAfter: String) { changes: changes(after: $_hubAfter) { events { id } ${OWN} } }`,
  ],
  [
    'its arguments but the cursor, its alias and its variables',
    'subscription($n: Int = 5) { c: changes(first: $n, divisions: [TRADE], after: "x") { next } }',
    `query($n: Int = 5, $_hubAfter: String) { c: changes(first: $n, divisions: [TRADE], after: $_hubAfter) { next ${OWN} } }`,
  ],
  [
    'one of an enterprise',
    'subscription($id: ID!) { enterpriseChanged(subjectId: $id) { next } }',
    `query($id: ID!, $_hubAfter: String) { enterpriseChanged: changes(subjectIds: [$id], after: $_hubAfter) { next ${OWN} } }`,
  ],
  [
    'fragments of the root and below',
    'subscription { ...R ... on Subscription { changes { hasMore } } } fragment R on Subscription { changes { ...P } } fragment P on ChangePage { next }',
    `query($_hubAfter: String) { changes: changes(after: $_hubAfter) { ...P hasMore ${OWN} } } fragment P on ChangePage { next }`,
  ],
])('%s becomes the query of its next page', (_, subscription, query) => {
  const { document } = asked(subscription)
  expect(print(document)).toBe(print(parse(query)))
  expect(validate(schema, document).filter(({ message }) => !/is never used/.test(message))).toEqual([])
})

test('whoever may not read changes may not subscribe to them', () => {
  const without = buildSchema('type Query { other: Int }')
  expect(streamSchema(without).getSubscriptionType()).toBeUndefined()
})
