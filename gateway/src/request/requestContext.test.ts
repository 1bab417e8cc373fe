import { describe, expect, test } from 'vitest'
import { requestContext } from './requestContext.ts'

describe('requestContext', () => {
  test('keeps the id of a caller who gave a plain one', () => {
    expect(requestContext({ 'x-request-id': 'permit-2026.11:7' }).requestId).toBe('permit-2026.11:7')
  })

  test.each([undefined, '', 'two words', 'a'.repeat(65), '编号', 'a\nb'])('gives an id of its own for %j', (asked) => {
    const { requestId } = requestContext(asked === undefined ? {} : { 'x-request-id': asked })
    expect(requestId).toMatch(/^[0-9a-f-]{36}$/)
    expect(requestContext({}).requestId).not.toBe(requestId)
  })

  test('takes the name of the client from either header in use, cut to a sane length', () => {
    expect(requestContext({ 'graphql-client-name': 'console' }).client).toBe('console')
    expect(requestContext({ 'apollographql-client-name': 'c'.repeat(500) }).client).toHaveLength(64)
    expect(requestContext({}).client).toBeUndefined()
  })
})
