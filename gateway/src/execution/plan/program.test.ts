import { composeServices } from '@apollo/composition'
import { parse } from 'graphql'
import { expect, test } from 'vitest'
import { readSupergraph } from '../../supergraph/loadSupergraph.ts'
import { compileOperation } from '../compileOperation.ts'
import { planQuery } from './planQuery.ts'
import { selectOperation } from './selectOperation.ts'
import { supergraphPlanner } from './supergraphPlanner.ts'

const LINK = 'extend schema @link(url: "https://specs.apollo.dev/federation/v2.5", import: ["@key"])'
const registry = `${LINK} type Query { firm: Firm } type Firm @key(fields: "id") { id: ID! name: String }`
const trade = `${LINK} type Firm @key(fields: "id") { id: ID! zone: String }`

test('others have their turn between the requests of an operation that is being compiled', async () => {
  const { supergraphSdl: sdl = '' } = composeServices([
    { name: 'registry', url: 'http://registry.invalid', typeDefs: parse(registry) },
    { name: 'trade', url: 'http://trade.invalid', typeDefs: parse(trade) },
  ])
  const { apiSchema } = readSupergraph(sdl, new Map())
  const planner = supergraphPlanner(sdl, planQuery(sdl))
  const operation = selectOperation(parse('{ firm { name zone } }'), '')
  let turns = 0
  let isOver = false
  const turn = (): void => {
    if (isOver) return
    turns += 1
    setImmediate(turn)
  }
  setImmediate(turn)
  const { program } = await compileOperation(apiSchema, planner, operation, new Map())
  isOver = true
  expect(program?.groups.length).toBeGreaterThan(1)
  expect(turns).toBeGreaterThanOrEqual(program?.groups.length ?? 0)
})
