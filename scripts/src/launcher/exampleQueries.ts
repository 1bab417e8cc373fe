/** A query worth trying first. */
export interface ExampleQuery {
  readonly title: string
  /** Free of single quotes, so that a shell takes it as it stands. */
  readonly query: string
}

/** Three queries: an enterprise in all divisions, a search by part of a name, the newest records of one family. */
export const exampleQueries: readonly ExampleQuery[] = [
  {
    title: '四个处室掌握的三家企业 / what the four divisions know of three enterprises',
    query:
      '{ enterprises(first: 3) { totalCount nodes { name uscc foreignInvestment { recordId } liquorFilings { totalCount } penalties { totalCount } commendations { totalCount } } } }',
  },
  {
    title: '名称含“酒”的企业及其酒类备案 / enterprises with 酒 in their name, and their liquor filings',
    query:
      '{ enterprises(filter: {nameContains: "酒"}, first: 3) { totalCount nodes { name liquorFilings { nodes { filingNo validTo } } } } }',
  },
  {
    title: '最近的行政处罚 / the latest administrative penalties',
    query: '{ penalties(first: 3) { totalCount nodes { docNo enterprise { name uscc } } } }',
  },
]
