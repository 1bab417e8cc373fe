import { buildSchema, Kind, parse, print, type SelectionSetNode } from 'graphql'
import { describe, expect, test } from 'vitest'
import type { PlannedFetch } from './plannedFetch.ts'
import { separateNames } from './separateNames.ts'

const schema = buildSchema(`
  type Query { shelf: [Thing] }
  interface Thing { next: Thing size: Int }
  type Book implements Thing { next: Thing! size: Int }
  type Lamp implements Thing { next: Thing size: Int }`)

function selectionOf(text: string): SelectionSetNode {
  const [operation] = parse(text).definitions
  if (operation?.kind !== Kind.OPERATION_DEFINITION) throw new Error('not an operation')
  return operation.selectionSet
}

function fetchOf(text: string): PlannedFetch {
  return {
    division: 'shop',
    operation: 'query',
    path: [],
    requires: undefined,
    inputRewrites: [],
    outputRewrites: [],
    selection: selectionOf(text),
    variables: new Map(),
    inputs: '',
  }
}

const pair = '... on Book { next { size } } ... on Lamp { next { size } }'

describe('separateNames', () => {
  test('fields of one name and different nullability get names of their own', () => {
    const { selection, outputRewrites } = separateNames(schema, fetchOf(`{ shelf { ${pair} } }`))
    const apart = '... on Book { next { size } } ... on Lamp { next__apart_1: next { size } }'
    expect(print(selection)).toBe(print(selectionOf(`{ shelf { ${apart} } }`)))
    expect(outputRewrites).toEqual([
      { kind: 'KeyRenamer', path: ['shelf', '... on Lamp', 'next__apart_1'], renameKeyTo: 'next' },
    ])
  })

  test('beneath a renamed field too, which gets its name back last', () => {
    const given = `{ shelf { ... on Book { next { size } } ... on Lamp { next { ${pair} } } } }`
    const { outputRewrites } = separateNames(schema, fetchOf(given))
    expect(outputRewrites.map(({ path }) => path.join('/'))).toEqual([
      'shelf/... on Lamp/next__apart_1/... on Lamp/next__apart_1',
      'shelf/... on Lamp/next__apart_1',
    ])
  })

  test('a fetch without such fields stays as it is', () => {
    const fetch = fetchOf('{ shelf { size next { size } } }')
    expect(separateNames(schema, fetch)).toBe(fetch)
  })
})
