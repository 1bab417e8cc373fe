/** A query worth trying first. */
export interface ExampleQuery {
  readonly title: string
  /** Free of single quotes, so that a shell takes it as it stands. */
  readonly query: string
}

/** Three queries that begin at records, which whatever data there is will have, and go on to what other divisions know of the same enterprises. */
export const exampleQueries: readonly ExampleQuery[] = [
  {
    title:
      '最近获荣誉的三家企业，及其他处室掌握的情况 / three enterprises with honours, and what other divisions know of them',
    query:
      '{ commendations(first: 3) { totalCount nodes { honorName enterprise { name uscc foreignInvestment { recordId } liquorFilings { totalCount } penalties { totalCount } permits { totalCount } } } } }',
  },
  {
    title: '最近的酒类备案，及备案企业的行政许可 / the latest liquor filings, and the permits of who filed',
    query:
      '{ liquorFilings(first: 3) { totalCount nodes { filingNo validTo enterprise { name uscc permits { totalCount nodes { docNo validTo } } } } } }',
  },
  {
    title: '最近的行政处罚 / the latest administrative penalties',
    query: '{ penalties(first: 3) { totalCount nodes { docNo enterprise { name uscc } } } }',
  },
]
