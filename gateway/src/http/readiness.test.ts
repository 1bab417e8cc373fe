import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { readiness } from './readiness.ts'

let division: Server
let status: number
let asked: string[]
let url: string

beforeEach(async () => {
  status = 200
  asked = []
  division = createServer((request, response) => {
    asked.push(request.url ?? '')
    response.writeHead(status).end('{}')
  })
  await new Promise<void>((resolve) => division.listen(0, '127.0.0.1', resolve))
  url = `http://127.0.0.1:${(division.address() as AddressInfo).port}/graphql`
})
afterEach(() => division.close())

/** Nobody listens on port 1. */
const nowhere = 'http://127.0.0.1:1/graphql'

test('every division is asked at its own /readyz and named in the fixed order', async () => {
  const ready = readiness(
    new Map([
      ['personnel', url],
      ['trade', url],
    ]),
  )
  expect(await ready()).toEqual({
    status: 'ready',
    divisions: [
      { name: 'trade', chineseName: '商贸处', state: 'ready' },
      { name: 'personnel', chineseName: '组织人事处', state: 'ready' },
    ],
  })
  expect(asked).toEqual(['/readyz', '/readyz'])
})

test('a division that is out or whose database is out is told apart, the others stand', async () => {
  status = 503
  const answer = await readiness(
    new Map([
      ['trade', url],
      ['personnel', nowhere],
    ]),
  )()
  expect(answer.status).toBe('partial')
  expect(answer.divisions.map(({ state }) => state)).toEqual(['not ready', 'unreachable'])
})

test('callers at the same time share one answer; later ones get a new one', async () => {
  const ready = readiness(new Map([['trade', url]]))
  await Promise.all([ready(), ready(), ready()])
  expect(asked).toHaveLength(1)
  status = 503
  await expect.poll(async () => (await ready()).status, { timeout: 5_000 }).toBe('partial')
  expect(asked).toHaveLength(2)
})
