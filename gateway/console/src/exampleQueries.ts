/** A query that the console opens in a tab of its own. */
export interface ExampleQuery {
  readonly query: string
  readonly variables: Readonly<Record<string, unknown>>
}

const enterprises = `# 按名称查企业，一次取齐四个处室的记录
# Search by part of a name; the records of all four divisions at once
query Enterprises($name: String!) {
  enterprises(
    filter: { nameContains: $name }
    orderBy: { field: REGISTERED_ON, direction: ASC }
    first: 5
  ) {
    totalCount
    nodes {
      name
      uscc
      registeredOn
      existenceStatus
      foreignInvestment {
        filingRegime
        certificateDate
        registeredCapital { amount unit currency }
      }
      liquorFilings { totalCount nodes { filingNo operatorType status } }
      penalties { totalCount nodes { docNo decidedOn content repairStatus } }
      permits { totalCount }
      commendations { totalCount nodes { honorName grantedOn grantedBy } }
    }
  }
}
`

const penalties = `# 按日期和处罚机关列出行政处罚；条件里可以加 authority
# Penalties by date and authority; add "authority" to the filter below
query Penalties($filter: AdministrativePenaltyFilter) {
  penalties(
    filter: $filter
    orderBy: { field: DECIDED_ON, direction: DESC }
    first: 20
  ) {
    totalCount
    pageInfo { hasNextPage endCursor }
    nodes {
      docNo
      decidedOn
      authority
      offenceType
      categoryNames
      fineAmount
      enterprise { name uscc }
    }
  }
}
`

const foreignInvestments = `# 外商投资企业及其投资者
# Foreign-invested enterprises and their investors
query ForeignInvestments($filter: ForeignInvestmentFilter) {
  foreignInvestments(filter: $filter, first: 10) {
    totalCount
    nodes {
      enterprise { name uscc address }
      filingRegime
      certificateDate
      registeredCapital { amount unit currency }
      investors { name country countryLabel origin }
    }
  }
}
`

/** What a newcomer should see first: an enterprise in all divisions, a filtered and sorted list, records with their parts. */
export const exampleQueries: readonly ExampleQuery[] = [
  { query: enterprises, variables: { name: '酒业' } },
  { query: penalties, variables: { filter: { decidedFrom: '2015-01-01', decidedTo: '2026-12-31' } } },
  { query: foreignInvestments, variables: { filter: {} } },
]
