import { describe, expect, test } from 'vitest'
import { addressFault, networks } from './forbiddenAddress.ts'
import { PartnerConnection } from './partnerConnection.ts'

const none = networks([])
const local = networks(['127.0.0.0/8', '::1/128', '10.1.0.0/16'])

describe('an address', () => {
  test.each([
    '127.0.0.1',
    '10.0.0.8',
    '172.31.255.1',
    '192.168.1.1',
    '169.254.169.254',
    '100.64.0.1',
    '0.0.0.0',
    '224.0.0.1',
    '255.255.255.255',
    '::1',
    '::',
    'fe80::1',
    'fd00::1',
    '::ffff:127.0.0.1',
    '::ffff:7f00:1',
    '::127.0.0.1',
    '64:ff9b::7f00:1',
    '2002:7f00:1::',
    '2001::1',
    'ff02::1',
    'localhost',
    '',
  ])('%s is refused', (address) => {
    expect(addressFault(address, none, true)).toBeDefined()
  })

  test('of the world is not, with TLS', () => {
    expect(addressFault('93.184.216.34', none, true)).toBeUndefined()
    expect(addressFault('2606:2800:220:1::1', none, true)).toBeUndefined()
    expect(addressFault('93.184.216.34', none, false)).toContain('TLS')
  })

  test('that a setting opens is not; without TLS only loopback', () => {
    expect(addressFault('127.0.0.1', local, false)).toBeUndefined()
    expect(addressFault('::1', local, false)).toBeUndefined()
    expect(addressFault('10.1.2.3', local, true)).toBeUndefined()
    expect(addressFault('10.1.2.3', local, false)).toContain('TLS')
    expect(addressFault('10.2.2.3', local, true)).toBeDefined()
  })
})

test.each([
  'http://localhost:9/',
  'https://127.0.0.1:9/',
  'http://[::1]:9/',
  'http://0x7f.1:9/',
  'http://2130706433:9/',
])('a client connects to no address of this machine by %s', async (endpoint) => {
  const client = new PartnerConnection({ endpoint, allowed: none, connections: 1, millis: 1_000 })
  const answer = await client.post({ headers: {}, body: '[]' })
  expect(answer).toMatchObject({ kind: 'FAILED', reason: expect.stringContaining('private') })
  await client.close()
})
