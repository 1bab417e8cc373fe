import fc from 'fast-check'
import { expect, test } from 'vitest'
import { SeenEntities } from './seenEntities.ts'

const sighting = fc.record({
  subjectId: fc.option(fc.constantFrom('S1', 'S2', 'S3'), { nil: undefined }),
  uscc: fc.option(fc.constantFrom('U1', 'U2', 'U3'), { nil: undefined }),
  name: fc.constantFrom('a', 'b', 'c'),
})

const place = { type: 'T', path: ['nodes'], leaves: ['subjectId', 'uscc', 'name'], identifiers: ['subjectId', 'uscc'] }

test('what is found by an identifier was said of one that has it, and of none that has another', () => {
  fc.assert(
    fc.property(fc.array(sighting, { maxLength: 20 }), (sightings) => {
      const seen = new SeenEntities()
      for (const [at, entity] of sightings.entries()) seen.addPlace(place, { nodes: [[entity]] }, at)
      for (const [identifier, values] of [
        ['subjectId', ['S1', 'S2', 'S3']],
        ['uscc', ['U1', 'U2', 'U3']],
      ] as const)
        for (const value of values) {
          const found = seen.find('T', identifier, value)
          const last = sightings.findLastIndex((entity) => entity[identifier] === value)
          expect(found === undefined).toBe(last < 0)
          if (found === undefined) continue
          expect(found.get(identifier)?.[0]).toBe(value)
          const [name, at] = found.get('name') ?? []
          const source = sightings[Number(at)]
          expect(source?.name).toBe(name)
          // The sighting that the name is from agrees with the entity found in every identifier that both have.
          for (const other of ['subjectId', 'uscc'] as const)
            expect([undefined, found.get(other)?.[0]]).toContain(source?.[other])
        }
    }),
    { numRuns: 500 },
  )
})
