import { readFileSync } from 'node:fs'
import { division as foreignInvestment } from '@hub/foreign-investment/division'
import { division as marketOrder } from '@hub/market-order/division'
import { division as personnel } from '@hub/personnel/division'
import { recordFamilies } from '@hub/schema/divisions/recordFamilies'
import { division as trade } from '@hub/trade/division'
import { Kind, type ObjectTypeDefinitionNode, parse, type TypeNode } from 'graphql'
import { expect, test } from 'vitest'

const namedType = (type: TypeNode): string => (type.kind === Kind.NAMED_TYPE ? type.name.value : namedType(type.type))

/** The types of what a division adds to an enterprise, pages as what they are pages of. */
function addedTypes(sdl: string): string[] {
  const types = new Map(
    parse(sdl)
      .definitions.filter((node): node is ObjectTypeDefinitionNode => node.kind === Kind.OBJECT_TYPE_DEFINITION)
      .map((node) => [node.name.value, node.fields ?? []]),
  )
  const added = (types.get('Enterprise') ?? []).filter(({ name }) => name.value !== 'subjectId')
  return added.map(({ type }) => {
    const nodes = types.get(namedType(type))?.find(({ name }) => name.value === 'nodes')
    return namedType(nodes?.type ?? type)
  })
}

// What is kept of a division's answers is forgotten by the types that they tell of (gateway decision 026).
test.each([foreignInvestment, personnel, trade])('what $name tells of an enterprise are its records', (division) => {
  const own: readonly string[] = recordFamilies
    .filter((one) => one.division === division.name)
    .map((one) => one.typeName)
  const added = addedTypes(readFileSync(division.schemaFile, 'utf8'))
  expect(added.length).toBeGreaterThan(0)
  expect(added.filter((type) => !own.includes(type))).toEqual([])
})

// Beside records it tells parts of the entry itself, which have no key and change with it only.
test('what market-order tells of an enterprise is the enterprise, its parts and its records', () => {
  const sdl = readFileSync(marketOrder.schemaFile, 'utf8')
  const keyed = parse(sdl).definitions.flatMap((node) =>
    node.kind === Kind.OBJECT_TYPE_DEFINITION && node.directives?.some(({ name }) => name.value === 'key')
      ? [node.name.value]
      : [],
  )
  const own: readonly string[] = recordFamilies
    .filter((one) => one.division === marketOrder.name)
    .map((one) => one.typeName)
  const told = addedTypes(sdl).filter((type) => keyed.includes(type))
  expect(told).toContain('Enterprise')
  expect(told.length).toBeGreaterThan(1)
  expect(told.filter((type) => type !== 'Enterprise' && !own.includes(type))).toEqual([])
})
