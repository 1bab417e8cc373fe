import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type CallOutcome, nobodyListens } from '../executionObserver.ts'
import { Cancellation } from './cancellation.ts'
import { DivisionFailure, type DivisionRequest } from './divisionCall.ts'
import { type CallContext, DivisionClient } from './divisionClient.ts'
import { defaultExecutionSettings, type ExecutionSettings } from './executionSettings.ts'

const request: DivisionRequest = {
  division: 'trade',
  body: '{"query":"{a}"}',
  repeatable: true,
  parse: (body) => JSON.parse(String(body)),
  variables: {},
  stale: undefined,
}

let answer: (request: IncomingMessage, response: ServerResponse) => void
let asked: { at: number; deadline: number }[]
let server: Server
let client: DivisionClient
let outcomes: CallOutcome[]

function start(settings: Partial<ExecutionSettings> = {}): DivisionClient {
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/graphql`
  const observer = { ...nobodyListens, called: (_: string, outcome: CallOutcome) => void outcomes.push(outcome) }
  client = new DivisionClient('trade', { url }, { ...defaultExecutionSettings, ...settings }, observer)
  return client
}

const within = (millis: number) => ({ deadlineAt: performance.now() + millis })
const well = (_: IncomingMessage, response: ServerResponse): void =>
  void response.setHeader('content-type', 'application/json').end('{"data":{"a":1}}')

/** Answers in order, the last one ever after. */
function inTurn(...answers: (typeof answer)[]): void {
  answer = (incoming, response) => answers[Math.min(asked.length, answers.length) - 1]?.(incoming, response)
}

const notNow =
  (retryAfter: string): typeof answer =>
  (_, response) =>
    void response.writeHead(503, { 'retry-after': retryAfter }).end()

beforeEach(async () => {
  asked = []
  outcomes = []
  answer = well
  server = createServer((incoming, response) => {
    asked.push({ at: performance.now(), deadline: Number(incoming.headers['hub-deadline-ms']) })
    incoming.resume().on('end', () => answer(incoming, response))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
})
afterEach(async () => {
  await client.close()
  server.closeAllConnections()
  server.close()
})

describe('a division is told how long it has', () => {
  test('the time of a call, or what is left of the operation when that is less', async () => {
    start({ callMillis: 5_000 })
    await client.call(request, within(60_000))
    await client.call(request, within(1_000))
    expect(asked[0]?.deadline).toBe(5_000)
    expect(asked[1]?.deadline).toBeGreaterThan(800)
    expect(asked[1]?.deadline).toBeLessThanOrEqual(1_000)
  })

  test('it is left after that time, and not asked at all when none is left', async () => {
    answer = () => undefined
    start()
    const began = performance.now()
    await expect(client.call(request, within(200))).rejects.toMatchObject({ code: 'HUB_DIVISION_TIMEOUT' })
    expect(performance.now() - began).toBeLessThan(1_500)
    await expect(client.call(request, within(0))).rejects.toMatchObject({ code: 'HUB_DIVISION_TIMEOUT' })
    expect(asked).toHaveLength(1)
    expect(outcomes).toEqual(['HUB_DIVISION_TIMEOUT', 'HUB_DIVISION_TIMEOUT'])
  })

  test('its connection is closed when the client hangs up', async () => {
    const closed = new Promise<void>((resolve) => {
      answer = (_, response) => void response.on('close', resolve)
    })
    start()
    const cancellation = new Cancellation()
    const call = client.call(request, { ...within(60_000), cancellation })
    await expect.poll(() => asked.length).toBe(1)
    cancellation.cancel()
    await expect(call).rejects.not.toBeInstanceOf(DivisionFailure)
    await closed
    expect(outcomes).toEqual(['cancelled'])
  })
})

describe('a division that says not now', () => {
  test('is asked again after the pause that it asks for, with the time that is left', async () => {
    inTurn(notNow('1'), well)
    start()
    expect(await client.call(request, within(4_000))).toMatchObject({ data: { a: 1 } })
    const [first, second] = asked
    expect((second?.at ?? 0) - (first?.at ?? 0)).toBeGreaterThanOrEqual(990)
    expect(second?.deadline).toBeLessThanOrEqual((first?.deadline ?? 0) - 990)
    expect(outcomes).toEqual(['ok'])
  })

  test('is not asked again when the pause is too long, nor for a mutation', async () => {
    inTurn(notNow('60'))
    start()
    await expect(client.call(request, within(4_000))).rejects.toMatchObject({ code: 'HUB_DIVISION_UNAVAILABLE' })
    inTurn(notNow('0'))
    const mutation = { ...request, repeatable: false }
    await expect(client.call(mutation, within(4_000))).rejects.toMatchObject({ code: 'HUB_DIVISION_UNAVAILABLE' })
    expect(asked).toHaveLength(2)
  })
})

describe('equal queries under way', () => {
  /** How many requests two calls at once make. */
  async function requestsOf(
    [first, second]: readonly [Partial<CallContext>, Partial<CallContext>],
    more: Partial<DivisionRequest> = {},
    shareEqualQueries = true,
  ): Promise<number> {
    start({ shareEqualQueries })
    answer = (incoming, response) => void setTimeout(() => well(incoming, response), 30)
    const ask = (context: Partial<CallContext>) =>
      client.call({ ...request, ...more }, { ...within(4_000), ...context })
    expect(await Promise.all([ask(first), ask(second)])).toMatchObject([{ data: { a: 1 } }, { data: { a: 1 } }])
    return asked.length
  }
  const [clerk, citizen] = [{ accessKey: 'clerk' }, { accessKey: 'citizen' }]

  test('of callers with the same rights are one request', async () => {
    expect(await requestsOf([clerk, clerk])).toBe(1)
  })

  test.each<[string, Parameters<typeof requestsOf>]>([
    ['of callers whose rights differ', [[clerk, citizen]]],
    ['of callers whose rights are not said', [[{}, {}]]],
    ['that are mutations', [[clerk, clerk], { repeatable: false }]],
    ['where it is not wanted', [[clerk, clerk], {}, false]],
  ])('are two %s', async (_, given) => {
    expect(await requestsOf(...given)).toBe(2)
  })

  test('go on for the one who waits when the other hangs up', async () => {
    start({ shareEqualQueries: true })
    answer = (incoming, response) => void setTimeout(() => well(incoming, response), 50)
    const cancellation = new Cancellation()
    const left = client.call(request, { ...within(4_000), ...clerk, cancellation })
    const staying = client.call(request, { ...within(4_000), ...clerk, cancellation: new Cancellation() })
    cancellation.cancel()
    expect(await staying).toMatchObject({ data: { a: 1 } })
    await left.catch(() => undefined)
    expect(asked).toHaveLength(1)
  })
})

test('an answer that grows too large is broken off while it comes', async () => {
  let sent = 0
  answer = (_, response) => {
    response.writeHead(200, { 'content-type': 'application/json' })
    const more = (): void => {
      while (!response.destroyed && response.write('x'.repeat(65_536))) sent += 65_536
      if (!response.destroyed) response.once('drain', more)
    }
    more()
  }
  start({ maxResponseBytes: 1024 * 1024, maxRetries: 0 })
  await expect(client.call(request, within(10_000))).rejects.toMatchObject({ code: 'HUB_DIVISION_BAD_RESPONSE' })
  expect(sent).toBeLessThan(64 * 1024 * 1024)
})
