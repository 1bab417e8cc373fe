import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { CallerClaims } from '@hub/schema/access/callerClaims'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type GuardedHub, guardedHub } from './testing/guardedHub.ts'
import { documentId } from './trustedDocuments.ts'

const callers: Readonly<Record<string, CallerClaims>> = {
  analyst: { caller: 'A1', role: 'ANALYST' },
  window: { caller: 'W1', role: 'LICENSING_WINDOW' },
  inspector: { caller: 'I1', role: 'INSPECTOR' },
}
const open = 'query Open { __typename }'
/** A field of government's own, and one of a division's own. */
const shared = 'query Shared { penalties(first: 1) { nodes { remark } } }'
const internal = 'query Internal { enterprises(first: 1) { nodes { personIdNo } } }'
const change = 'mutation Change { undoSubjectAct(number: 1, reason: "x") { number } }'

let folder: string
let hub: GuardedHub

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hub-saved-'))
  for (const [at, text] of [open, shared, internal, change].entries())
    await writeFile(join(folder, `${at}.graphql`), text)
  hub = await guardedHub(callers, { OPERATIONS_FOLDER: folder, TRUSTED_ONLY_ROLES: 'LICENSING_WINDOW' })
})
afterAll(async () => {
  await hub.close()
  await rm(folder, { recursive: true })
})

interface Told {
  readonly status: number
  readonly text: string
  readonly code: string | undefined
}

async function told(response: Response): Promise<Told> {
  const text = await response.text()
  return { status: response.status, text, code: /"code":"(\w+)"/.exec(text)?.[1] }
}

const shows = (caller: string | undefined) => (caller === undefined ? {} : { authorization: caller })

async function post(body: object, caller?: string): Promise<Told> {
  const headers = { 'content-type': 'application/json', ...shows(caller) }
  return told(await fetch(hub.origin, { method: 'POST', headers, body: JSON.stringify(body) }))
}

async function get(params: Record<string, string>, caller?: string): Promise<Told> {
  return told(await fetch(`${hub.origin}?${new URLSearchParams(params)}`, { headers: shows(caller) }))
}

describe('a saved operation', () => {
  test('is run by its id, by POST and by GET', async () => {
    const named = { documentId: documentId(open) }
    for (const { status, text } of [await post(named), await get(named)])
      expect([status, JSON.parse(text)]).toEqual([200, { data: { __typename: 'Query' } }])
    expect((await post({ documentId: documentId(`${open} `) })).code).toBe('HUB_DOCUMENT_UNKNOWN')
    expect((await get({ documentId: documentId(change) }, 'inspector')).code).toBe('GRAPHQL_VALIDATION_FAILED')
  })

  test.each<[caller: string | undefined, known: readonly string[]]>([
    [undefined, [open]],
    ['analyst', [open, shared]],
    ['inspector', [open, shared, internal]],
  ])('opens no field by its id that is none by its text: %s', async (caller, known) => {
    for (const text of [open, shared, internal, change]) {
      const byText = await post({ query: text }, caller)
      const byId = await post({ documentId: documentId(text) }, caller)
      const isUnknown = byText.code === 'GRAPHQL_VALIDATION_FAILED'
      expect([text, isUnknown]).toEqual([text, !known.includes(text)])
      expect(byId.code).toBe(byText.code)
      if (isUnknown) expect(byId).toEqual(byText)
    }
  })
})

describe('a role that runs saved operations only', () => {
  test('runs them by id and by text', async () => {
    for (const asked of [{ documentId: documentId(open) }, { query: open }])
      expect((await post(asked, 'window')).text).toContain('"data"')
  })

  test.each([
    '{ __typename }',
    `${open} `,
    '{ __schema { types { name } } }',
    'mutation { undoSubjectAct(number: 1, reason: "x") { number } }',
    '{',
  ])('is told so for %s, by POST and by GET, and nothing else', async (query) => {
    for (const { text, code } of [await post({ query }, 'window'), await get({ query }, 'window')]) {
      expect(code).toBe('HUB_DOCUMENT_REQUIRED')
      expect(text).not.toContain('"data"')
    }
    expect((await post({ query: open, documentId: documentId(query) }, 'window')).code).toBe('HUB_DOCUMENT_UNKNOWN')
  })

  test('is no other role', async () => {
    for (const caller of [undefined, 'analyst'])
      expect((await post({ query: '{ __typename }' }, caller)).text).toBe('{"data":{"__typename":"Query"}}')
  })
})
