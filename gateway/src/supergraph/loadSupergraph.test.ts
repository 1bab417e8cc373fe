import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { composeDivisions } from '@hub/schema/documents/composeDivisions'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { loadSupergraph } from './loadSupergraph.ts'

let folder: string
let file: string
let sdl: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'hub-supergraph-'))
  file = join(folder, 'supergraph.graphql')
  sdl = composeDivisions().supergraphSdl ?? ''
  writeFileSync(file, sdl)
})
afterAll(() => rmSync(folder, { recursive: true }))

function written(name: string, text: string): string {
  writeFileSync(join(folder, name), text)
  return join(folder, name)
}

describe('loadSupergraph', () => {
  test('takes addresses from the settings, and from the file where they are silent', async () => {
    const { divisionUrls } = await loadSupergraph(file, new Map([['trade', 'http://elsewhere.test/graphql']]))
    expect(Object.fromEntries(divisionUrls)).toEqual({
      'foreign-investment': 'http://127.0.0.1:4001/graphql',
      trade: 'http://elsewhere.test/graphql',
      'market-order': 'http://127.0.0.1:4003/graphql',
      personnel: 'http://127.0.0.1:4004/graphql',
    })
  })

  test('gives clients the graph without its machinery, and with its Chinese descriptions', async () => {
    const { apiSchema } = await loadSupergraph(file, new Map())
    expect(apiSchema.getType('join__Graph')).toBeUndefined()
    expect(apiSchema.getQueryType()?.getFields()._entities).toBeUndefined()
    expect(apiSchema.getType('Enterprise')?.description).toBe('企业（信用主体）')
  })

  test.each([
    ['no file', () => join(folder, 'none.graphql'), 'ENOENT'],
    ['no GraphQL', () => written('a', 'type {'), 'Syntax Error'],
    ['a plain schema', () => written('b', 'type Query { a: Int }'), 'core schema'],
    [
      'a type missing',
      () => written('c', sdl.replace('type Commendation implements', 'type Gone implements')),
      'Commendation',
    ],
    ['no address', () => written('d', sdl.replace('"http://127.0.0.1:4002/graphql"', '""')), 'trade'],
  ])('refuses %s with a code and the reason', async (_, path, reason) => {
    const error = await loadSupergraph(path(), new Map()).then(
      () => new Error('it was loaded'),
      (thrown: unknown) => thrown,
    )
    expect(error).toMatchObject({ code: 'HUB_SUPERGRAPH_UNUSABLE' })
    expect(String(error)).toMatch(reason)
  })
})
