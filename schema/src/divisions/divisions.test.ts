import { readFileSync } from 'node:fs'
import { Kind, parse } from 'graphql'
import { expect, it } from 'vitest'
import { roles } from '../access/callerClaims.ts'
import { divisions } from './divisions.ts'

const directives = readFileSync(new URL('../../graphql/directives.graphql', import.meta.url), 'utf8')

function valuesOf(name: string) {
  const found = parse(directives).definitions.find(
    (node) => node.kind === Kind.ENUM_TYPE_DEFINITION && node.name.value === name,
  )
  return found?.kind === Kind.ENUM_TYPE_DEFINITION ? found.values : []
}

it('are the values of the enum Division, with its Chinese names', () => {
  const values = valuesOf('Division')
  expect(divisions.map(({ enumValue, chineseName }) => [enumValue, chineseName])).toEqual(
    values?.map(({ name, description }) => [name.value, description?.value]),
  )
})

it('have the four ports after the gateway, in order', () => {
  expect(divisions.map(({ portOffset }) => portOffset)).toEqual([1, 2, 3, 4])
})

it('are told apart from roles, which the enum CallerRole has all of', () => {
  expect(valuesOf('CallerRole')?.map(({ name }) => name.value)).toEqual(roles)
})
