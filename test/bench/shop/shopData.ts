export interface User {
  readonly id: string
  readonly name: string
  readonly username: string
}

export interface Product {
  readonly upc: string
  readonly name: string
  readonly price: number
  readonly weight: number
  readonly inStock: boolean
}

export interface Review {
  readonly id: string
  readonly body: string
  readonly authorId: string
  readonly upc: string
}

const NAMES = ['Bo Lin', 'Chen Wei', 'Ding Xiu', 'Fang Jie', 'Gao Min', 'He Yan'] as const
const GOODS = ['kettle', 'bench', 'lamp', 'mirror', 'carpet', 'drawer', 'shelf', 'ladder', 'basket'] as const
const OPINIONS = [
  'does its work',
  'too small for a kitchen',
  'as described',
  'arrived early',
  'a gift for my uncle',
] as const

export const users: readonly User[] = NAMES.map((name, at) => ({
  id: `u${at + 1}`,
  name,
  username: name.toLowerCase().replace(' ', '.'),
}))

export const products: readonly Product[] = GOODS.map((name, at) => ({
  upc: `p${at + 1}`,
  name,
  price: 90 + 170 * at,
  weight: 40 + 35 * at,
  inStock: at % 3 !== 1,
}))

/** So many that the answer to the query of the comparison is 87 KiB. */
export const reviews: readonly Review[] = Array.from({ length: 26 }, (_, at) => ({
  id: `r${at + 1}`,
  body: OPINIONS[at % OPINIONS.length] ?? '',
  authorId: `u${(at % users.length) + 1}`,
  upc: `p${(at % 7) + 1}`,
}))

export function shippingEstimate(price: number, weight: number): number {
  return price > 1000 ? 0 : Math.round(weight / 2)
}
