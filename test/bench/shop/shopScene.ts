import type { Scene } from '../workload.ts'
import { shopMutation, shopQuery, shopSubgraphs } from './shopSubgraphs.ts'

export const shopScene: Scene = {
  name: 'shop',
  subgraphs: shopSubgraphs,
  workloads: [
    { number: 1, title: 'users, reviews, products, four subgraphs', query: shopQuery },
    {
      number: 5,
      title: 'mutation, then one more subgraph',
      query: shopMutation,
      variables: { upc: 'p2', name: 'stool' },
    },
  ],
}
