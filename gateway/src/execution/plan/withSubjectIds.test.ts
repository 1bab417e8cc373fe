import { buildSchema, parse, print } from 'graphql'
import { expect, test } from 'vitest'
import type { ValueShape } from '../answer/answerShape.ts'
import { subjectIdsOf } from '../run/subjectIdsOf.ts'
import { JsonText } from '../verbatim/jsonText.ts'
import { selectOperation } from './selectOperation.ts'
import { withSubjectIds } from './withSubjectIds.ts'

const schema = buildSchema(`
  type Enterprise { subjectId: ID!  name: String  penalties: [Penalty!] }
  type Penalty { docNo: String  enterprise: Enterprise  officer: Officer }
  type Officer { name: String }
  type Query { enterprise: Enterprise  penalties: [Penalty!]  count: Int }
`)

function told(text: string): string {
  const { operation, fragments } = withSubjectIds(schema, selectOperation(parse(text)))
  return [operation, ...fragments.values()].map(print).join(' ').replaceAll(/\s+/g, ' ')
}

test.each([
  ['an enterprise says who it is', '{ enterprise { name } }', '{ enterprise { name subjectId } }'],
  ['a record says whom it is about', '{ penalties { docNo } }', '{ penalties { docNo enterprise { subjectId } } }'],
  [
    'a record of an enterprise need not',
    '{ enterprise { penalties { docNo officer { name } } } }',
    '{ enterprise { penalties { docNo officer { name } } subjectId } }',
  ],
  [
    'in a fragment it is not known where it stands',
    '{ enterprise { penalties { ...P } } } fragment P on Penalty { docNo }',
    '{ enterprise { penalties { ...P } subjectId } } fragment P on Penalty { docNo enterprise { subjectId } }',
  ],
  ['what is about nobody stays', '{ count }', '{ count }'],
])('%s', (_, text, expected) => expect(told(text)).toBe(expected))

const leaf: ValueShape = { kind: 'leaf', nonNull: false, typeName: 'String', text: () => undefined }

/** The shape of a list of objects with these fields. */
function listOf(...names: string[]): ValueShape {
  const fields = names.map((name) => ({
    responseName: name,
    key: `"${name}":`,
    nextKey: `,"${name}":`,
    source: name,
    coordinate: `T.${name}`,
    shape: leaf,
    fixed: undefined,
  }))
  const selection = { typeName: 'T', abstract: false, fieldsFor: () => fields, typeNames: () => ['T'] }
  return { kind: 'list', nonNull: false, of: { kind: 'object', nonNull: false, selection } }
}

test('ids are found wherever they stand, each once, in passed-on text too', () => {
  const shared = { subjectId: 'S2' }
  const bytes = Buffer.from('[{"name":"\\"subjectId\\":\\"S9\\"","subjectId":"S3"},{"name":null,"subjectId":"S1"}]')
  const text = new JsonText(bytes, listOf('name', 'subjectId'))
  const nothing = new JsonText(Buffer.from('[{"name":"subjectId"}]'), listOf('name'))
  const data = { a: { subjectId: 'S1', inner: [shared, null, { deep: shared }] }, text, nothing, subjectId: 7 }
  expect(subjectIdsOf(data).sort()).toEqual(['S1', 'S2', 'S3'])
  expect(subjectIdsOf(null)).toEqual([])
})
