import { buildSchema, parse, validate } from 'graphql'
import { expect, test } from 'vitest'
import { composeHub } from './composeHub.ts'
import { exampleQueries } from './exampleQueries.ts'
import { hubAddresses } from './hubAddresses.ts'

const schema = buildSchema(composeHub(hubAddresses(4000)).supergraphSdl, { assumeValidSDL: true })

test.each(exampleQueries)('$title is right for the graph, and for a shell', ({ query }) => {
  expect(validate(schema, parse(query)).map(({ message }) => message)).toEqual([])
  expect(query).not.toContain("'")
})

test('there are three', () => {
  expect(exampleQueries).toHaveLength(3)
})
