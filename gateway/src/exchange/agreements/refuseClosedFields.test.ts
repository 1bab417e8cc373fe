import { graphDisclosure } from '@hub/schema/access/audienceSchema'
import { composeDivisions } from '@hub/schema/documents/composeDivisions'
import type { HubError } from '@hub/schema/errors/HubError'
import { describe, expect, test } from 'vitest'
import { Audiences } from '../../access/audiences.ts'
import type { Audience } from '../../execution/audience.ts'
import { readSupergraph } from '../../supergraph/loadSupergraph.ts'
import { graphEntities } from '../feed/graphEntities.ts'
import { recordFields } from '../feed/recordSelection.ts'
import { agreementClaims } from './agreementClaims.ts'
import { type OpenFields, refuseClosedFields } from './refuseClosedFields.ts'
import { trialTerms } from './testing/trialTerms.ts'

const sdl = composeDivisions().supergraphSdl ?? ''
const { apiSchema } = readSupergraph(sdl, new Map())
const { levels } = graphDisclosure(sdl)
const audiences = new Audiences({ sdl, apiSchema }, (key, schema) => ({ key, schema }) as Audience)
const entities = graphEntities(sdl)
const openFields: OpenFields = (terms, family) =>
  recordFields(audiences.of(agreementClaims(terms)).schema, family, entities)

function refusal(item: object, terms: object = {}): HubError | undefined {
  try {
    refuseClosedFields(trialTerms({ items: [{ family: 'penalties', ...item }], ...terms }), openFields)
    return undefined
  } catch (error) {
    return error as HubError
  }
}
const fieldsOf = (error: HubError | undefined) => error?.extensions.fields
const ofLevel = (level: string) =>
  [...levels].flatMap(([at, one]) => {
    const [type, field] = at.split('.')
    return type === 'AdministrativePenalty' && field !== undefined && one.level === level ? [field] : []
  })

describe('terms', () => {
  test('may name every field that their level opens, and none that it does not', () => {
    const open = [
      ...openFields(trialTerms(), {
        family: 'penalties',
        division: 'market-order',
        typeName: 'AdministrativePenalty',
      }).keys(),
    ]
    expect(open.length).toBeGreaterThan(20)
    expect(refusal({ fields: open })).toBeUndefined()
    const closed = [...ofLevel('AUTHORIZED'), ...ofLevel('INTERNAL')]
    expect(closed.length).toBeGreaterThan(0)
    expect(fieldsOf(refusal({ fields: closed }))).toEqual(closed.map((name) => `penalties.fields.${name}`))
  })

  test('are refused for names that there are not, each of them told, with what there is', () => {
    const error = refusal({ fields: ['docNo', 'gossip'], where: [{ field: 'autority', in: ['甲局'] }] })
    expect(error?.code).toBe('HUB_AGREEMENT_FIELD_CLOSED')
    expect(fieldsOf(error)).toEqual(['penalties.fields.gossip', 'penalties.where.autority'])
    expect(error?.message).toContain('authority')
    expect(refusal({ family: 'subjects' })?.code).toBe('HUB_AGREEMENT_FIELD_CLOSED')
  })

  test('compare values that a field can have', () => {
    expect(refusal({ where: [{ field: 'recordState', in: ['CURRENT'] }] })).toBeUndefined()
    expect(refusal({ where: [{ field: 'recordState', in: ['CURENT'] }] })?.message).toContain('WITHDRAWN')
    expect(fieldsOf(refusal({ where: [{ field: 'publicity', in: ['2026'] }] }))).toEqual(['penalties.where.publicity'])
  })
})
