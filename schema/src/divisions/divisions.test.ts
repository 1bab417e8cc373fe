import { readFileSync } from 'node:fs'
import { Kind, parse } from 'graphql'
import { expect, it } from 'vitest'
import { divisions } from './divisions.ts'

const directives = readFileSync(new URL('../../graphql/directives.graphql', import.meta.url), 'utf8')

it('are the values of the enum Division, with its Chinese names', () => {
  const division = parse(directives).definitions.find(
    (node) => node.kind === Kind.ENUM_TYPE_DEFINITION && node.name.value === 'Division',
  )
  const values = division?.kind === Kind.ENUM_TYPE_DEFINITION ? division.values : []
  expect(divisions.map(({ enumValue, chineseName }) => [enumValue, chineseName])).toEqual(
    values?.map(({ name, description }) => [name.value, description?.value]),
  )
})

it('have the four ports after the gateway, in order', () => {
  expect(divisions.map(({ portOffset }) => portOffset)).toEqual([1, 2, 3, 4])
})
