import { division as foreignInvestment } from '@hub/foreign-investment/division'
import { division as marketOrder } from '@hub/market-order/division'
import { division as personnel } from '@hub/personnel/division'
import { recordFamilies } from '@hub/schema/divisions/recordFamilies'
import { division as trade } from '@hub/trade/division'
import { expect, test } from 'vitest'

test('the families that the contract names are those that the divisions keep', () => {
  const kept = [foreignInvestment, trade, marketOrder, personnel].flatMap(({ name: division, families }) =>
    families.map(({ name: family, typeName }) => ({ family, division, typeName })),
  )
  const byName = (one: { family: string }, other: { family: string }) => (one.family < other.family ? -1 : 1)
  expect([...recordFamilies].sort(byName)).toEqual(kept.sort(byName))
})
