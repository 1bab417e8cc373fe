import { expect, test } from 'vitest'
import { generateWorld } from './schemaGenerator.ts'
import { namedType, type World } from './worldModel.ts'

/** Fields at or beneath these that may fail, as `Type.field`. */
function faultsBeneath({ types }: Pick<World, 'types'>, names: readonly string[], seen = new Set<string>()): string[] {
  const fields = types
    .filter(({ name }) => names.includes(name) && !seen.has(name))
    .flatMap((type) => {
      seen.add(type.name)
      return type.fields.map((field) => ({ place: `${type.name}.${field.name}`, field }))
    })
  const faulty = fields.filter(({ field }) => field.faults !== 'none').map(({ place }) => place)
  const next = fields.map(({ field }) => namedType(field.shape)).filter((name) => !seen.has(name))
  return next.length === 0 ? faulty : [...faulty, ...faultsBeneath({ types }, next, seen)]
}

test('a value promised by one of several subgraphs has nothing beneath it that can fail', () => {
  let promised = 0
  for (let seed = 1; seed <= 400; seed++) {
    const world = generateWorld(seed)
    for (const field of world.types.flatMap(({ fields }) => fields)) {
      if (!field.strictIn || field.strictIn.length === 0) continue
      promised++
      expect(faultsBeneath(world, [namedType(field.shape)])).toEqual([])
    }
  }
  expect(promised).toBeGreaterThan(100)
})
