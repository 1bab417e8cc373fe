import { ApolloServer } from '@apollo/server'
import { HubError } from '@hub/schema/errors/HubError'
import { buildSchema } from 'graphql'
import { pino } from 'pino'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { HubContext } from './hubContext.ts'
import { logOperations } from './logOperations.ts'

let lines: Record<string, unknown>[]
let server: ApolloServer<HubContext>

beforeEach(async () => {
  lines = []
  const logger = pino({}, { write: (line: string) => lines.push(JSON.parse(line)) })
  const cause = new Error('connect ECONNREFUSED')
  const rootValue = {
    good: () => 'value',
    bad: () => {
      throw new HubError('HUB_DIVISION_UNAVAILABLE', undefined, { details: { division: 'trade' }, cause })
    },
  }
  const schema = buildSchema('type Query { good(idNo: String): String bad: String }')
  server = new ApolloServer<HubContext>({ schema, rootValue, plugins: [logOperations(logger)] })
  await server.start()
})
afterEach(() => server.stop())

const contextValue: HubContext = { requestId: 'r-1', client: 'console' }

test('one line an operation: id, client, operation, time; nothing of what was asked for', async () => {
  const query = 'query Look($idNo: String) { good(idNo: $idNo) }'
  await server.executeOperation({ query, variables: { idNo: '410102199001011234' } }, { contextValue })
  expect(lines).toHaveLength(1)
  expect(lines[0]).toMatchObject({ ...contextValue, operation: 'Look', kind: 'query', level: 30 })
  expect(lines[0]?.millis).toBeGreaterThanOrEqual(0)
  expect(JSON.stringify(lines)).not.toMatch(/410102199001011234|value/)
})

test('errors are kept with code, division, path and the cause that the client is not told', async () => {
  await server.executeOperation({ query: '{ bad }' }, { contextValue })
  expect(lines[0]).toMatchObject({
    level: 40,
    errors: [{ code: 'HUB_DIVISION_UNAVAILABLE', division: 'trade', path: 'bad', cause: 'connect ECONNREFUSED' }],
  })
})

test('a value that was refused is not repeated', async () => {
  await server.executeOperation({ query: '{ good(idNo: 410102199001011234) }' }, { contextValue })
  const variables = { idNo: { '410102199001011234': 1 } }
  await server.executeOperation({ query: 'query($idNo: String) { good(idNo: $idNo) }', variables }, { contextValue })
  expect(lines.map(({ errors }) => errors)).toMatchObject([
    [{ code: 'GRAPHQL_VALIDATION_FAILED' }],
    [{ code: 'BAD_USER_INPUT' }],
  ])
  expect(JSON.stringify(lines)).not.toContain('410102199001011234')
})

test('a document that does not parse is logged too', async () => {
  await server.executeOperation({ query: '{' }, { contextValue })
  expect(lines[0]).toMatchObject({ level: 40, requestId: 'r-1', errors: [{ code: 'GRAPHQL_PARSE_FAILED' }] })
})
