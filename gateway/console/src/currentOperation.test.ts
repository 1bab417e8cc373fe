import { expect, test } from 'vitest'
import { currentOperation } from './currentOperation.ts'

const query = '# query Penalties\nquery Enterprises($a: Int) { a }\n  mutation Repair { b }'

test.each(['Enterprises', 'Repair'])('the name %s of an operation in the document is sent', (operationName) => {
  const operation = { query, operationName, variables: { a: 1 } }
  expect(currentOperation(operation)).toEqual(operation)
})

test.each(['Penalties', 'a', null])('%s, which names no operation of it, is not', (operationName) => {
  expect(currentOperation({ query, operationName })).toEqual({ query })
})
