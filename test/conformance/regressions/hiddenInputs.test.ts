import { expect, test } from 'vitest'
import { askSmall, fault } from './smallFederation.ts'

const resolved = { __resolveReference: ({ id }: { id: string }) => ({ id }) }

const inputs = {
  sdl: 'type Query { plot: Plot } type Plot @key(fields: "id") { id: ID! width: Int depth: Int! }',
  resolvers: { Query: { plot: () => ({ id: 'p1' }) }, Plot: { ...resolved, width: fault, depth: fault } },
}

const computed = {
  sdl: `type Plot @key(fields: "id") { id: ID! width: Int @external depth: Int! @external
    area: Int @requires(fields: "width depth") }`,
  resolvers: { Plot: { ...resolved, area: () => 6 } },
}

test('two failed inputs that nobody asked for are one error at the object they lose', async () => {
  const { data, errorPaths } = await askSmall({ inputs, computed }, '{ plot { area } }')
  expect(data).toEqual({ plot: null })
  expect(errorPaths).toEqual(['plot'])
})
