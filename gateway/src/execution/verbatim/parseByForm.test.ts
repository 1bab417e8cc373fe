import { composeServices } from '@apollo/composition'
import { parse } from 'graphql'
import { beforeAll, describe, expect, test } from 'vitest'
import { readSupergraph } from '../../supergraph/loadSupergraph.ts'
import { BoundedCache } from '../boundedCache.ts'
import { toByteText } from '../byteText.ts'
import { executeOperation } from '../executeOperation.ts'
import { OperationStore, type ReadyOperation } from '../operationStore.ts'
import { planQuery } from '../plan/planQuery.ts'
import { supergraphPlanner } from '../plan/supergraphPlanner.ts'
import { subjectIdsOf } from '../run/subjectIdsOf.ts'
import { JsonRun } from './jsonRun.ts'
import { parseByForm } from './parseByForm.ts'

const registry = `
  type Query { firms: [Firm] seat: Place yard: Place }
  type Firm @key(fields: "id") { id: ID! name: String rank: Rank days: Int! at(day: Int): Place subjectId: ID zone: String }
  type Place { city: String! }
  enum Rank { A B }`

const trade = `type Firm @key(fields: "id") { id: ID! zone: String filings(first: Int): Page! }
  type Page { totalCount: Int! }`

const LINK = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.5", import: ["@key", "@shareable"])\n`

const firm = `{"__typename":"Firm","id":"1","name":"甲\\"","rank":"A","days":7,"at__1":{"city":"x"}}`
const answer = (firms: string): string => `{"data":{"firms":[${firms}]}}`

let store: OperationStore
beforeAll(() => {
  const shared = (sdl: string): string => LINK + sdl.replaceAll('zone: String', 'zone: String @shareable')
  const { supergraphSdl = '', errors } = composeServices([
    { name: 'registry', url: 'http://registry.invalid', typeDefs: parse(shared(registry)) },
    { name: 'trade', url: 'http://trade.invalid', typeDefs: parse(shared(trade)) },
  ])
  if (errors) throw new Error(errors.map(({ message }) => message).join('\n'))
  const { apiSchema } = readSupergraph(supergraphSdl, new Map())
  store = new OperationStore(
    apiSchema,
    supergraphPlanner(supergraphSdl, planQuery(supergraphSdl)),
    new BoundedCache(1_000_000),
  )
})

const readyQuery = async (query: string): Promise<ReadyOperation> => store.ready(store.find(parse(query)))

const ready = async (selection: string): Promise<ReadyOperation> => readyQuery(`{ firms { ${selection} } }`)

const read = async (selection: string, text: string): Promise<unknown> => readAnswer(await ready(selection), text)

function readAnswer({ compiled }: ReadyOperation, text: string): unknown {
  const reading = compiled.program?.groups[0]?.parser.reading
  return reading && parseByForm(Buffer.from(text), reading)?.value
}

const FIELDS = 'id name rank days at(day: 1) { city } filings { totalCount }'

describe('an answer that looks as it must', () => {
  test('stays text but for what others read', async () => {
    const value = (await read(FIELDS, answer(`${firm},null`))) as { data: { firms: unknown[] } }
    expect(value.data.firms).toEqual([
      expect.objectContaining({ __typename: 'Firm', id: '1', name: expect.any(JsonRun) }),
      null,
    ])
    const run = toByteText(firm.slice(firm.indexOf('"甲'), firm.indexOf(',"at__1"')))
    expect(value.data.firms[0]).toHaveProperty('name.text', run)
    expect(value.data.firms[0]).toHaveProperty('at__1.text', '{"city":"x"}')
  })

  test('and has a line break behind it, as servers write for people', async () => {
    const { compiled } = await ready(FIELDS)
    const parser = compiled.program?.groups[0]?.parser
    // The first answer shows that its values are too small to be passed on one by one.
    const [, value] = [1, 2].map(() => parser?.parse(Buffer.from(`${answer(firm)}\n`)))
    expect(value).toHaveProperty('data.firms.0.name', expect.any(JsonRun))
  })

  test('and says of each root field whether it is there, those side by side too', async () => {
    const operation = await readyQuery('{ seat { city } yard { city } }')
    const nothing = '{"data":{"seat":null,"yard":null}}'
    expect(readAnswer(operation, nothing)).toEqual({ data: { seat: null, yard: null } })
    const both = readAnswer(operation, '{"data":{"seat":{"city":"x"},"yard":{"city":"y"}}}')
    expect(both).toHaveProperty('data.yard.text', '{"city":"y"}')
  })

  test('and tells of its subjects', async () => {
    const text = answer('{"__typename":"Firm","id":"1","subjectId":"S1","name":"n"}')
    const value = await read('id subjectId name filings { totalCount }', text)
    expect(value).toHaveProperty('data.firms.0.subjectId', expect.any(JsonRun))
    expect(subjectIdsOf(value)).toEqual(['S1'])
  })
})

test.each([
  ['a word that is none', firm.replace('"A"', '"C"')],
  ['a number too large', firm.replace('7', '2147483648')],
  ['null where none may be', firm.replace('7', 'null')],
  ['another order', firm.replace('"rank":"A","days":7', '"days":7,"rank":"A"')],
  ['something more', firm.replace('7', '7,"more":1')],
  ['white space', firm.replace('7', ' 7')],
  ['half of it', firm.slice(0, -3)],
  ['a list that does not end', `${firm},`],
])('one with %s is read otherwise', async (_, text) => {
  expect(await read(FIELDS, answer(firm))).toBeDefined()
  expect(await read(FIELDS, answer(text))).toBeUndefined()
})

test.each([
  ['aliases that are not the names asked for', 'title: name grade: rank filings { totalCount }'],
  ['nothing side by side', 'name id rank filings { totalCount }'],
])('%s: it is parsed', async (_, selection) => {
  const { compiled } = await ready(selection)
  expect(compiled.program?.groups[0]?.parser.reading).toBeUndefined()
})

test.each([
  ['all is well', { totalCount: 3 }, []],
  ['another division fails', null, ['firms']],
])('what stayed text is in the answer when %s', async (_, filings, failed) => {
  const list = answer(`${firm},${firm.replace('"1"', '"2"')}`)
  const trade = { data: { _0: [{ filings }, { filings }] } }
  const { data, errors } = await executeOperation(await ready(FIELDS), async ({ division, parse: parsed }) => {
    const body = Buffer.from(division === 'registry' ? `${list}\n` : JSON.stringify(trade))
    const value = parsed(body) as { data: unknown; errors?: unknown }
    return { data: value.data, errors: value.errors, body }
  })
  expect(errors.map(({ path }) => path?.[0])).toEqual(failed.flatMap((name) => [name, name]))
  const whole = { id: '1', name: '甲"', rank: 'A', days: 7, at: { city: 'x' }, filings }
  expect(JSON.parse(String(data))).toEqual({
    firms: failed.length > 0 ? [null, null] : [whole, { ...whole, id: '2' }],
  })
})
