import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { askHub } from './askHub.ts'

let server: Server
let answer: object
beforeAll(async () => {
  server = createServer((request, response) => {
    request.resume().once('end', () => response.end(JSON.stringify(answer)))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
})
afterAll(() => server.close())

function asked(told: object): Promise<unknown> {
  answer = told
  const gatewayUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return askHub({ gatewayUrl, token: 't', role: 'SYSTEM_ADMIN' }, '{ exchange { __typename } }')
}

const refused = (code: string) => ({ errors: [{ message: 'Cannot query field "exchange"', extensions: { code } }] })

test('an answer is its data', async () => {
  expect(await asked({ data: { exchange: {} } })).toEqual({ exchange: {} })
})

test.each(['GRAPHQL_VALIDATION_FAILED', 'HUB_ACT_FORBIDDEN'])('%s names the role that it takes', async (code) => {
  await expect(asked(refused(code))).rejects.toMatchObject({
    code: 'HUB_ACT_FORBIDDEN',
    message: expect.stringMatching(/a token of SYSTEM_ADMIN .*Cannot query field "exchange"$/),
  })
})

test('another fault keeps its code and its words', async () => {
  await expect(asked(refused('HUB_RECORD_UNKNOWN'))).rejects.toMatchObject({
    code: 'HUB_RECORD_UNKNOWN',
    message: 'Cannot query field "exchange"',
  })
})
