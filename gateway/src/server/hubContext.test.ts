import { describe, expect, test } from 'vitest'
import { hubContext } from './hubContext.ts'

describe('hubContext', () => {
  test('keeps the id of a caller who gave a plain one', () => {
    expect(hubContext({ 'x-request-id': 'permit-2026.11:7' }).requestId).toBe('permit-2026.11:7')
  })

  test.each([undefined, '', 'two words', 'a'.repeat(65), '编号', 'a\nb'])('gives an id of its own for %j', (asked) => {
    const { requestId } = hubContext(asked === undefined ? {} : { 'x-request-id': asked })
    expect(requestId).toMatch(/^[0-9a-f-]{36}$/)
    expect(hubContext({}).requestId).not.toBe(requestId)
  })

  test('takes the name of the client from either header in use, cut to a sane length', () => {
    expect(hubContext({ 'graphql-client-name': 'console' }).client).toBe('console')
    expect(hubContext({ 'apollographql-client-name': 'c'.repeat(500) }).client).toHaveLength(64)
    expect(hubContext({}).client).toBeUndefined()
  })
})
