/** A query worth trying first. */
export interface ExampleQuery {
  readonly title: string
  readonly query: string
}

/** Three queries: one enterprise in all divisions, a search by name, and the newest records of one family. */
export const exampleQueries: readonly ExampleQuery[] = [
  {
    title: '表彰奖励 commendations',
    query: '{ commendations(first: 3) { totalCount nodes { honorName grantedOn } } }',
  },
]
