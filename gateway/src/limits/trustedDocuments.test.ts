import { execFileSync } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parse, validate } from 'graphql'
import { describe, expect, test } from 'vitest'
import { loadSupergraph } from '../supergraph/loadSupergraph.ts'
import { limitDocument } from './limitDocument.ts'
import { limitText } from './limitText.ts'
import { defaultRequestLimits } from './requestLimits.ts'
import { documentId, registeredOperations, TrustedDocuments } from './trustedDocuments.ts'

const text = '{ enterprises { totalCount } }'
const documents = new TrustedDocuments([{ text, purpose: 'PROJECT_REVIEW' }], new Set(['LICENSING_WINDOW']))
const code = (expected: string) => expect.objectContaining({ code: expected })

describe('registered operations', () => {
  test('are known by the SHA-256 of their text', () => {
    const hash = execFileSync('sha256sum', { input: text, encoding: 'utf8' }).split(' ')[0]
    expect(documentId(text)).toBe(`sha256:${hash}`)
    expect(documents.textFor({ query: undefined, documentId: `sha256:${hash}` }, 'PUBLIC')).toBe(text)
  })

  test('are the only ones for roles bound to them, by id or by text', () => {
    const asked = { query: '{ __typename }', documentId: undefined }
    expect(documents.textFor(asked, 'ANALYST')).toBe(asked.query)
    expect(documents.textFor({ ...asked, query: text }, 'LICENSING_WINDOW')).toBe(text)
    expect(() => documents.textFor(asked, 'LICENSING_WINDOW')).toThrow(code('HUB_DOCUMENT_REQUIRED'))
  })

  test('say what they are for, and others do not', () => {
    expect([documents.purposeOf(text), documents.purposeOf('{ __typename }')]).toEqual(['PROJECT_REVIEW', undefined])
  })

  test.each([
    ['no purpose of the catalogue', '{ "purpose": "CURIOSITY" }', 'purpose'],
    ['something else', '{ "purpose": "PROJECT_REVIEW", "role": "ANALYST" }', 'role'],
    ['no JSON', '{', 'JSON'],
  ])('with %s beside them are refused, and the file is named', async (_, beside, told) => {
    const folder = await mkdtemp(join(tmpdir(), 'hub-operations-'))
    await writeFile(join(folder, 'Look.graphql'), text)
    expect(await registeredOperations(folder)).toEqual([{ text }])
    await writeFile(join(folder, 'Look.json'), beside)
    const refused = {
      code: 'HUB_SETTINGS_INVALID',
      message: expect.stringMatching(new RegExp(`Look.json.*${told}`, 's')),
    }
    await expect(registeredOperations(folder)).rejects.toMatchObject(refused)
    await rm(folder, { recursive: true })
  })

  test('an unknown id is told so, whatever text comes along', () => {
    expect(() => documents.textFor({ query: text, documentId: 'sha256:0' }, 'PUBLIC')).toThrow(
      code('HUB_DOCUMENT_UNKNOWN'),
    )
  })
})

describe('the operations in schema/operations', async () => {
  const folder = fileURLToPath(new URL('../../../schema/operations', import.meta.url))
  const operations = await registeredOperations(folder)

  test('are there', () => expect(operations.length).toBeGreaterThan(0))

  test.each(operations.map(({ text: operation }) => [/\w+ (\w+)/.exec(operation)?.[1], operation]))(
    '%s is valid and within the limits',
    async (_, operation = '') => {
      const file = fileURLToPath(new URL('../../../schema/supergraph.graphql', import.meta.url))
      const { apiSchema } = await loadSupergraph(file, new Map())
      limitText(operation, defaultRequestLimits)
      const document = parse(operation)
      limitDocument(document, defaultRequestLimits)
      expect(validate(apiSchema, document)).toEqual([])
    },
  )
})
