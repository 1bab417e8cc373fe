import { describe, expect, test } from 'vitest'
import { toldError } from './toldError.ts'

const internals = /127\.0\.0\.1|ECONN|at Object|E11000/

describe('toldError', () => {
  test('what the catalogue knows is told with its details and its place', () => {
    const error = {
      message: '统一社会信用代码有误',
      path: ['a'],
      extensions: { code: 'BAD_USER_INPUT', argument: 'uscc', division: 'trade' },
    }
    const extensions = { ...error.extensions, stacktrace: ['at Object'] }
    expect(toldError({ ...error, extensions })).toEqual(error)
  })

  test.each(['FORBIDDEN', 'UNAUTHENTICATED'])('a division that denies (%s) has not failed', (code) => {
    const error = { message: '无权查询该企业', extensions: { code, division: 'trade' } }
    expect(toldError(error)).toEqual(error)
  })

  test.each(['INTERNAL_SERVER_ERROR', 'GRAPHQL_VALIDATION_FAILED'])(
    'a division that answers %s has failed: its words stay inside',
    (code) => {
      const told = toldError({ message: 'E11000 at 127.0.0.1', extensions: { code, division: 'trade' } })
      expect(told.extensions).toEqual({ code: 'HUB_DIVISION_FAILED', division: 'trade' })
      expect(JSON.stringify(told)).not.toMatch(internals)
    },
  )

  test('faults of the request are told as graphql-js words them, after the Chinese', () => {
    const error = { message: 'Unknown type "X".', locations: [{ line: 1, column: 2 }] }
    const told = toldError({ ...error, extensions: { code: 'GRAPHQL_VALIDATION_FAILED', stacktrace: ['at Object'] } })
    const message = `没有类型 X，或以当前身份不可见 / ${error.message}`
    expect(told).toEqual({ ...error, message, extensions: { code: 'GRAPHQL_VALIDATION_FAILED' } })
  })

  test.each([{ code: 'INTERNAL_SERVER_ERROR', stacktrace: ['at Object'] }, { code: 'ELSE' }, undefined])(
    'anything else is an internal error and says no more',
    (extensions) => {
      const error = { message: 'connect ECONNREFUSED 127.0.0.1:27017' }
      const told = toldError(extensions === undefined ? error : { ...error, extensions })
      expect(told).toEqual({ message: '枢纽内部错误', extensions: { code: 'INTERNAL_SERVER_ERROR' } })
    },
  )
})
