import { expect, test } from 'vitest'
import { runFault } from './reconcileCommand.ts'

test.each([
  ['HUB_PARTNER_UNANSWERED: HTTP 503', 'HUB_PARTNER_UNANSWERED'],
  ['BAD_USER_INPUT: 协议的密钥均已失效', 'BAD_USER_INPUT'],
  ['INTERNAL_SERVER_ERROR', 'BAD_USER_INPUT'],
  ['toString', 'BAD_USER_INPUT'],
])('a reconciliation that failed says why and by its own code: %s', (fault, code) => {
  expect(runFault(fault)).toMatchObject({ code, message: fault })
})
