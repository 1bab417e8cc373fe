import type { StubSubgraph } from '../stubs/stubSubgraph.ts'
import { type Product, products, type Review, reviews, shippingEstimate, type User, users } from './shopData.ts'

const HEAD = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.3",
  import: ["@key", "@requires", "@external", "@shareable"])\n`

const userById = (id: string): User | undefined => users.find((user) => user.id === id)
const productByUpc = (upc: string): Product | undefined => products.find((product) => product.upc === upc)

const accounts: StubSubgraph = {
  name: 'accounts',
  sdl: `${HEAD}
    type Query { me: User user(id: ID!): User users: [User] }
    type User @key(fields: "id") { id: ID! name: String username: String }`,
  resolvers: {
    Query: { me: () => users[0], user: (_: unknown, { id }: { id: string }) => userById(id), users: () => users },
    User: { __resolveReference: ({ id }: { id: string }) => userById(id) },
  },
}

const inventory: StubSubgraph = {
  name: 'inventory',
  sdl: `${HEAD}
    type Product @key(fields: "upc") {
      upc: String! weight: Int @external price: Int @external inStock: Boolean
      shippingEstimate: Int @requires(fields: "price weight")
    }`,
  resolvers: {
    Product: {
      __resolveReference: (given: { upc: string }) => ({ ...productByUpc(given.upc), ...given }),
      shippingEstimate: ({ price, weight }: Product) => shippingEstimate(price, weight),
    },
  },
}

const catalogue: StubSubgraph = {
  name: 'products',
  sdl: `${HEAD}
    type Query { topProducts(first: Int = 5): [Product] }
    type Mutation { renameProduct(upc: String!, name: String!): Product }
    type Product @key(fields: "upc") { upc: String! name: String price: Int weight: Int }`,
  resolvers: {
    Query: { topProducts: (_: unknown, { first }: { first: number }) => products.slice(0, first) },
    Mutation: {
      renameProduct: (_: unknown, { upc, name }: { upc: string; name: string }) => ({ ...productByUpc(upc), name }),
    },
    Product: { __resolveReference: ({ upc }: { upc: string }) => productByUpc(upc) },
  },
}

const opinions: StubSubgraph = {
  name: 'reviews',
  sdl: `${HEAD}
    type Review @key(fields: "id") { id: ID! body: String author: User product: Product }
    type User @key(fields: "id") { id: ID! reviews: [Review] }
    type Product @key(fields: "upc") { upc: String! reviews: [Review] }`,
  resolvers: {
    Review: {
      __resolveReference: ({ id }: { id: string }) => reviews.find((review) => review.id === id),
      author: ({ authorId }: Review) => ({ id: authorId }),
      product: ({ upc }: Review) => ({ upc }),
    },
    User: { reviews: ({ id }: User) => reviews.filter(({ authorId }) => authorId === id) },
    Product: { reviews: ({ upc }: Product) => reviews.filter((review) => review.upc === upc) },
  },
}

/** Four subgraphs of the shape every public comparison of gateways uses. */
export const shopSubgraphs: readonly StubSubgraph[] = [accounts, inventory, catalogue, opinions]

export const shopQuery = `
  query Shop {
    users { ...Person reviews { ...Opinion product { ...Good reviews { ...Opinion author { ...Person reviews { ...Opinion product { ...Good } } } } } } }
    topProducts { ...Good reviews { ...Opinion author { ...Person reviews { ...Opinion product { ...Good } } } } }
  }
  fragment Person on User { id username name }
  fragment Opinion on Review { id body }
  fragment Good on Product { inStock name price shippingEstimate upc weight }`

export const shopMutation = `
  mutation Rename($upc: String!, $name: String!) {
    renameProduct(upc: $upc, name: $name) { upc name inStock shippingEstimate }
  }`
