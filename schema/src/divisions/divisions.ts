/** One of the four divisions (处室) that own a subgraph each. */
export interface Division {
  /** Name of the subgraph in the supergraph, of its folder and of its database. */
  readonly name: string
  /** Value of the GraphQL enum `Division`. */
  readonly enumValue: string
  readonly chineseName: string
  /** Other names the same division goes by in official texts. */
  readonly aliases: readonly string[]
  /** Added to the gateway's port to get the division's default port. */
  readonly portOffset: number
}

/**
 * The divisions in their fixed order; ports follow it.
 * The plan calls one and the same division 人事处 in its body and 组织人事处 in its annex.
 */
export const divisions = [
  {
    name: 'foreign-investment',
    enumValue: 'FOREIGN_INVESTMENT',
    chineseName: '外资管理处',
    aliases: ['外资处'],
    portOffset: 1,
  },
  { name: 'trade', enumValue: 'TRADE', chineseName: '商贸处', aliases: [], portOffset: 2 },
  { name: 'market-order', enumValue: 'MARKET_ORDER', chineseName: '市场秩序处', aliases: [], portOffset: 3 },
  { name: 'personnel', enumValue: 'PERSONNEL', chineseName: '组织人事处', aliases: ['人事处'], portOffset: 4 },
] as const satisfies readonly Division[]

export type DivisionName = (typeof divisions)[number]['name']
export type DivisionEnumValue = (typeof divisions)[number]['enumValue']
