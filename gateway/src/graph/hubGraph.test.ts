import { composeSupergraph } from '@hub/schema/composition/composeSupergraph'
import { hubSdl } from '@hub/schema/composition/divisionSdl'
import { HUB_SUBGRAPH } from '@hub/schema/divisions/subgraphs'
import { divisionGraphs } from '@hub/schema/documents/composeDivisions'
import { isObjectType, Kind, parse } from 'graphql'
import { describe, expect, test } from 'vitest'
import { exampleQueries } from '../../console/src/exampleQueries.ts'
import { exchangeStores } from '../exchange/exchangeStores.ts'
import { unreadChanges } from '../exchange/feed/testing/unreadChanges.ts'
import { planQuery } from '../execution/plan/planQuery.ts'
import { hubGraph } from './hubGraph.ts'
import { mergedResolvers } from './mergedResolvers.ts'

describe("the hub's own subgraph", () => {
  test('has a resolver for every field of its roots', () => {
    const db = { collection: () => ({}) } as never
    const database = { db, close: async () => undefined }
    const schema = hubGraph({ database, changes: unreadChanges, exchange: exchangeStores(db, undefined) })
    for (const root of ['Query', 'Mutation']) {
      const type = schema.getType(root)
      const fields = isObjectType(type) ? Object.values(type.getFields()) : []
      expect(fields.filter(({ resolve }) => resolve === undefined).map(({ name }) => name)).toEqual([])
    }
  })

  test('keeps every root field above PUBLIC for roles that it names', () => {
    const open = parse(hubSdl()).definitions.flatMap((node) => {
      const isRoot = 'name' in node && /^(?:Query|Mutation)$/.test(node.name?.value ?? '')
      if (!isRoot || !('fields' in node)) return []
      return (node.fields ?? []).flatMap(({ name, directives = [] }) => {
        const marks = new Map(directives.map((directive) => [directive.name.value, directive]))
        const level = marks.get('disclosure')?.arguments?.[0]?.value
        const isPublic = level?.kind === Kind.ENUM && level.value === 'PUBLIC'
        return isPublic || marks.has('reservedFor') ? [] : [name.value]
      })
    })
    expect(open).toEqual([])
  })

  test('changes no plan of what does not touch it', () => {
    const graphs = divisionGraphs()
    const plansOf = (chosen: typeof graphs) => {
      const { supergraphSdl = '' } = composeSupergraph(chosen)
      const plan = planQuery(supergraphSdl)
      const whole = `{ enterprises(first: 2) { pageInfo { endCursor } nodes { subjectId name mergedInto { subjectId name }
        foreignInvestment { certificateNo enterprise { subjectId name } } liquorFilings { nodes { filingNo } }
        penalties { nodes { docNo history { version } } } commendations { totalCount } } } }`
      return [whole, ...exampleQueries.map(({ query }) => query)].map((query) => JSON.stringify(plan(query)))
    }
    expect(plansOf(graphs)).toEqual(plansOf(graphs.filter(({ name }) => name !== HUB_SUBGRAPH)))
  }, 120_000)

  test('is made of rooms that share types and no field', () => {
    const merged = mergedResolvers({ Query: { a: 1 } }, { Query: { b: 2 }, Enterprise: { c: 3 } })
    expect(merged).toEqual({ Query: { a: 1, b: 2 }, Enterprise: { c: 3 } })
    expect(() => mergedResolvers({ Query: { a: 1 } }, { Query: { a: 2 } })).toThrow('Query.a')
  })
})
