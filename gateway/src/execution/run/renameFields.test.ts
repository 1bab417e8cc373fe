import type { FetchDataRewrite } from '@apollo/query-planner'
import { buildSchema } from 'graphql'
import { describe, expect, test } from 'vitest'
import { FieldFailure } from './fieldFailure.ts'
import { renameFields } from './renameFields.ts'

const schema = buildSchema(
  'type Query { things: [Thing] } interface Thing { note: String } type Lamp implements Thing { note: String! }',
)
const path = ['things', '... on Lamp', 'note__1']
const rewrite: FetchDataRewrite = { kind: 'KeyRenamer', path, renameKeyTo: 'note' }
const report = { message: 'fault', extensions: { code: 'HUB_DIVISION_FAILED' } }

describe('renameFields', () => {
  test('gives a field its name back in the objects of the type', () => {
    const data = {
      things: [
        { __typename: 'Lamp', note__1: 'on' },
        { __typename: 'Book', note__1: 'kept' },
      ],
    }
    renameFields(schema, data, [rewrite])
    expect(data.things).toEqual([
      { __typename: 'Lamp', note: 'on' },
      { __typename: 'Book', note__1: 'kept' },
    ])
  })

  test('and where an object was lost with the field, tells the failure by that name', () => {
    const lost = new FieldFailure([{ report, below: ['note__1'] }])
    const whole = new FieldFailure([{ report, below: [1, 'note__1'] }])
    const data = { things: [lost] as unknown }
    renameFields(schema, data, [rewrite])
    expect(data.things).toEqual([new FieldFailure([{ report, below: ['note'] }])])
    data.things = whole
    renameFields(schema, data, [rewrite])
    expect(data.things).toEqual(new FieldFailure([{ report, below: [1, 'note'] }]))
  })
})
