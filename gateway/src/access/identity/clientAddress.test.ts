import type { Socket } from 'node:net'
import { expect, test } from 'vitest'
import { clientAddress } from './clientAddress.ts'

const address = (forwarded: string | undefined, trusted: number) =>
  clientAddress({ headers: { 'x-forwarded-for': forwarded }, socket: { remoteAddress: '10.0.0.9' } as Socket }, trusted)

test.each([
  ['203.0.113.1', 0, '10.0.0.9'],
  ['203.0.113.1', 1, '203.0.113.1'],
  ['6.6.6.6, 203.0.113.1', 1, '203.0.113.1'],
  ['6.6.6.6, 203.0.113.1, 10.0.0.8', 2, '203.0.113.1'],
  [undefined, 1, '10.0.0.9'],
  ['203.0.113.1', 2, '10.0.0.9'],
])('%s through %i trusted proxies comes from %s', (forwarded, trusted, expected) => {
  expect(address(forwarded, trusted)).toBe(expected)
})
