import { describe, expect, test } from 'vitest'
import { askSmall, fault, type SmallSubgraph } from './smallFederation.ts'

const stock: SmallSubgraph = {
  sdl: `type Query { item: Item }
    type Item @key(fields: "sku") { sku: String! id: ID! label: String inner: Item! broken: Int! }`,
  resolvers: {
    Query: { item: () => ({ sku: 's1', id: 'i1', label: 'lamp' }) },
    Item: {
      __resolveReference: ({ sku }: { sku: string }) => ({ sku, id: 'i1', label: 'lamp' }),
      inner: () => ({ sku: 's2', id: 'i2', label: 'bulb' }),
      broken: fault,
    },
  },
}

const scales: SmallSubgraph = {
  sdl: `type Item @key(fields: "sku") { sku: String! weight: Int }`,
  resolvers: {
    Item: { __resolveReference: ({ sku }: { sku: string }) => ({ sku, weight: sku === 's1' ? 7 : 1 }) },
  },
}

const shop = { stock, scales }

describe('aliases', () => {
  test("a key's name taken as the alias of another field does not end in the representation", async () => {
    const { data, errorPaths } = await askSmall(shop, '{ item { sku: id weight } }')
    expect(data).toEqual({ item: { sku: 'i1', weight: 7 } })
    expect(errorPaths).toEqual([])
  })

  test("a key's name taken as the alias of an object does not break the fetch after it", async () => {
    const { data } = await askSmall(shop, '{ item { sku: inner { id } weight } }')
    expect(data).toEqual({ item: { sku: { id: 'i2' }, weight: 7 } })
  })

  test('two aliases of one field fall for themselves: what fails below one does not take the other along', async () => {
    const { data, errorPaths } = await askSmall(shop, '{ whole: item { label } item { inner { broken } } }')
    expect(data).toEqual({ whole: { label: 'lamp' }, item: null })
    expect(errorPaths).toEqual(['item.inner.broken'])
  })

  test('an error below one alias is not told at the other', async () => {
    const { data, errorPaths } = await askSmall(shop, '{ item { whole: inner { label } inner { inner { broken } } } }')
    expect(data).toEqual({ item: null })
    expect(errorPaths).toEqual(['item.inner.inner.broken'])
  })

  test('fields come in the order of the operation, each fragment where it is first met', async () => {
    const { data } = await askSmall(shop, '{ item { ...F weight label } } fragment F on Item { label id }')
    expect(JSON.stringify(data)).toBe('{"item":{"label":"lamp","id":"i1","weight":7}}')
  })

  test('a field may have a name that every object of JavaScript has', async () => {
    const root: SmallSubgraph = {
      sdl: 'type Query { item: Item } type Item @key(fields: "id") { id: ID! }',
      resolvers: { Query: { item: () => ({ id: 'i1' }) } },
    }
    const makers: SmallSubgraph = {
      sdl: 'type Item @key(fields: "id") { id: ID! constructor: Maker toString: String } type Maker { name: String }',
      resolvers: {
        Item: {
          __resolveReference: ({ id }: { id: string }) => ({ id }),
          constructor: () => ({ name: 'Ada' }),
          toString: () => null,
        },
      },
    }
    const { data, errorPaths } = await askSmall({ root, makers }, '{ item { constructor { name } toString } }')
    expect(data).toEqual({ item: { constructor: { name: 'Ada' }, toString: null } })
    expect(errorPaths).toEqual([])
  })
})
