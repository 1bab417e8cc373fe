import { audienceSchema, graphDisclosure } from '@hub/schema/access/audienceSchema'
import { audienceScope } from '@hub/schema/access/audienceScope'
import { type CallerClaims, roles } from '@hub/schema/access/callerClaims'
import { divisions } from '@hub/schema/divisions/divisions'
import { composeDivisions } from '@hub/schema/documents/composeDivisions'
import { parse, validate } from 'graphql'
import { describe, expect, test } from 'vitest'
import { readSupergraph } from '../../supergraph/loadSupergraph.ts'
import { eventsField, toldDivisions } from './eventQuery.ts'
import { graphEntities } from './graphEntities.ts'
import { recordSelection } from './recordSelection.ts'

const sdl = composeDivisions().supergraphSdl ?? ''
const { apiSchema } = readSupergraph(sdl, new Map())
const graph = graphDisclosure(sdl)
const entities = graphEntities(sdl)

const claims: CallerClaims[] = roles.flatMap((role) => [
  { caller: 'x', role },
  ...divisions.map(({ name }): CallerClaims => ({ caller: 'x', role, division: name })),
])
const schemaOf = (caller: CallerClaims) => audienceSchema(apiSchema, graph, audienceScope(caller))

describe('what is selected of records', () => {
  test('is valid for every audience that is told of changes, in every division', () => {
    let checked = 0
    const audiences = new Map(claims.map((caller) => [audienceScope(caller).key, caller]))
    for (const caller of audiences.values()) {
      const schema = schemaOf(caller)
      for (const division of toldDivisions(schema)) {
        const { text } = recordSelection(schema, division, entities)
        const query = `{ ${eventsField(division)} { events { record { ${text} } } } }`
        expect([caller, division, validate(schema, parse(query))]).toEqual([caller, division, []])
        checked += 1
      }
    }
    expect(checked).toBeGreaterThan(30)
  })

  test('grows with the level, and leaves the record for no other entity', () => {
    const textFor = (caller: CallerClaims) => recordSelection(schemaOf(caller), 'trade', entities).text
    const shared = textFor({ caller: 'x', role: 'CREDIT_PLATFORM' })
    const internal = textFor({ caller: 'x', role: 'OFFICER', division: 'trade' })
    expect(shared).toContain('filingNo')
    expect(shared).not.toMatch(/warehouseArea|idNo|brands/)
    expect(internal).toMatch(/warehouseArea.*idNo/)
    expect(`${shared}${internal}`).not.toMatch(/enterprise|history/)
  })

  test('keeps fields of one name and different types apart', () => {
    const { aliases, text } = recordSelection(schemaOf({ caller: 'x', role: 'INSPECTOR' }), 'market-order', entities)
    expect(aliases.size).toBeGreaterThan(0)
    for (const [type, own] of aliases)
      for (const [alias, field] of own) {
        expect(alias).toBe(`${field}_of_${type}`)
        expect(text).toContain(`${alias}: ${field}`)
      }
  })

  test('the public is told of no changes', () => {
    expect(toldDivisions(schemaOf({ caller: 'x', role: 'PUBLIC' }))).toEqual([])
  })
})
