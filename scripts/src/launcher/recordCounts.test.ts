import { expect, test } from 'vitest'
import { rootLists } from './recordCounts.ts'

test('the lists that anyone can count as they are, with their Chinese names', () => {
  const sdl = `
    type Query {
      "表彰奖励"
      commendations(first: Int = 20, after: String): CommendationConnection @disclosure(level: PUBLIC)
      "按编号"
      commendation(recordId: ID!): Commendation
      byYear(year: Int!): CommendationConnection @disclosure(level: PUBLIC)
      notes: CommendationConnection @disclosure(level: SHARED)
      enterprises: EnterpriseConnection @disclosure(level: PUBLIC)
    }
    type Commendation { recordId: ID! }
    type CommendationConnection { nodes: [Commendation] totalCount: Int }
    type EnterpriseConnection { nodes: [ID] totalCount: Int }
  `
  expect(rootLists(sdl)).toEqual([
    { field: 'commendations', title: '表彰奖励' },
    { field: 'enterprises', title: 'enterprises' },
  ])
})
