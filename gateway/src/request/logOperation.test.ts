import { HubError } from '@hub/schema/errors/HubError'
import { GraphQLError, type OperationDefinitionNode, parse } from 'graphql'
import { pino } from 'pino'
import { beforeEach, expect, test } from 'vitest'
import { DivisionFailure } from '../execution/divisions/divisionCall.ts'
import { logOperation } from './logOperation.ts'
import { requestContext } from './requestContext.ts'

let lines: Record<string, unknown>[]
beforeEach(() => {
  lines = []
})
const logger = pino({}, { write: (line: string) => lines.push(JSON.parse(line)) })
const caller = { requestId: 'r-1', client: 'console' }
const [operation] = parse('query Look($idNo: String) { good(idNo: $idNo) }').definitions
const context = () => ({ ...requestContext({}), ...caller, operation: operation as OperationDefinitionNode })

test('one line a request: id, client, operation, time', () => {
  logOperation(logger, context(), [])
  expect(lines).toEqual([
    expect.objectContaining({ ...caller, operation: 'Look', kind: 'query', level: 30, millis: expect.any(Number) }),
  ])
})

test.each([
  [
    'of an answer',
    {
      ...new DivisionFailure('trade', 'HUB_DIVISION_UNAVAILABLE', 'no connection', { cause: new Error('10.1.2.3') })
        .report,
      path: ['bad'],
    },
    { code: 'HUB_DIVISION_UNAVAILABLE', division: 'trade', path: 'bad', cause: 'trade: no connection' },
  ],
  [
    'of the hub',
    new HubError('HUB_OPERATION_TOO_COMPLEX', undefined, { cause: new Error('reached the limit') }),
    { code: 'HUB_OPERATION_TOO_COMPLEX', cause: 'reached the limit' },
  ],
])('an error %s is kept with code, division, path and the cause that the client is not told', (_, error, kept) => {
  logOperation(logger, context(), [error])
  expect(lines).toEqual([expect.objectContaining({ level: 40, errors: [kept] })])
})

test('what a fault of the request says is not repeated, as it may repeat a value', () => {
  const extensions = { code: 'BAD_USER_INPUT' }
  logOperation(logger, context(), [new GraphQLError('got invalid value "410102199001011234"', { extensions })])
  expect(lines).toEqual([expect.objectContaining({ errors: [{ code: 'BAD_USER_INPUT' }] })])
  expect(JSON.stringify(lines)).not.toContain('410102199001011234')
})

test('a request that did not get as far as an operation is logged too', () => {
  const { operation: _, ...early } = context()
  logOperation(logger, early, [new GraphQLError('', { extensions: { code: 'GRAPHQL_PARSE_FAILED' } })])
  expect(lines).toEqual([expect.objectContaining({ requestId: 'r-1', errors: [{ code: 'GRAPHQL_PARSE_FAILED' }] })])
})

test('a caller who has hung up is no failure', () => {
  const gone = context()
  gone.cancellation.cancel()
  logOperation(logger, gone, [new GraphQLError('cancelled')])
  expect(lines).toEqual([expect.objectContaining({ level: 30, cancelled: true })])
})
