/** A query that the console opens in a tab of its own. */
export interface ExampleQuery {
  readonly query: string
  readonly variables: Readonly<Record<string, unknown>>
}

/** What a newcomer should see first: one enterprise in all divisions, penalties by authority and date, foreign investment. */
export const exampleQueries: readonly ExampleQuery[] = [
  {
    query: `# 外商投资企业及其投资者 / foreign-invested enterprises and their investors
query ForeignInvestment($first: Int) {
  foreignInvestments(first: $first) {
    totalCount
    nodes {
      recordId
    }
  }
}
`,
    variables: { first: 10 },
  },
]
