import { expect, test } from 'vitest'
import { endpointFault } from './endpointFault.ts'
import { networks } from './forbiddenAddress.ts'

const none = networks([])
const at =
  (...addresses: string[]) =>
  async () =>
    addresses.map((address) => ({ address }))

test.each([
  ['https://10.1.2.3/events', at()],
  ['https://[fe80::1]/events', at()],
  ['https://[::ffff:192.168.0.1]/events', at()],
  ['https://0x7f000001/events', at()],
  ['https://partner.example/events', at('8.8.8.8', '169.254.169.254')],
  ['http://8.8.8.8/events', at()],
])('%s is refused, as a delivery would be', async (endpoint, resolve) => {
  expect(await endpointFault(endpoint, none, resolve)).toMatch(/private, local or reserved|TLS is required/)
})

test('what may be connected to is no fault, nor a name that nobody knows yet', async () => {
  expect(await endpointFault('https://partner.example/', none, at('8.8.8.8'))).toBeUndefined()
  expect(await endpointFault('http://127.0.0.1:4900/', networks(['127.0.0.0/8']), at())).toBeUndefined()
  expect(await endpointFault('https://10.1.2.3/', networks(['10.0.0.0/8']), at())).toBeUndefined()
  expect(
    await endpointFault('https://new.example/', none, () => Promise.reject(new Error('ENOTFOUND'))),
  ).toBeUndefined()
})
