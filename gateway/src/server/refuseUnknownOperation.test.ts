import { ApolloServer } from '@apollo/server'
import { buildSchema } from 'graphql'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { refuseUnknownOperation } from './refuseUnknownOperation.ts'

let server: ApolloServer
beforeAll(async () => {
  const schema = buildSchema('type Query { a: String }')
  server = new ApolloServer({ schema, rootValue: { a: 'x' }, plugins: [refuseUnknownOperation] })
  await server.start()
})
afterAll(() => server.stop())

async function answer(query: string, operationName?: string) {
  const request = operationName === undefined ? { query } : { query, operationName }
  const { body, http } = await server.executeOperation(request)
  return { status: http.status ?? 200, text: JSON.stringify(body) }
}

test.each([
  ['an operation that is not there', 'query A { a }', 'B', '“B”'],
  ['none where there are several', 'query A { a } query B { a }', undefined, 'operationName'],
])('naming %s is a fault of the request', async (_, query, operationName, reason) => {
  const { status, text } = await answer(query, operationName)
  expect(status).toBe(400)
  expect(text).toContain('OPERATION_RESOLUTION_FAILURE')
  expect(text).toContain(reason)
})

test('one of several, by name, is answered', async () => {
  expect((await answer('query A { a } query B { b: a }', 'B')).text).toContain('"b":"x"')
})
