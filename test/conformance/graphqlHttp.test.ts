import { fileURLToPath } from 'node:url'
import { serverAudits } from 'graphql-http'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type GatewayProcess, startGatewayProcess } from '../setup/gatewayProcess.ts'

const supergraphFile = fileURLToPath(new URL('../../schema/supergraph.graphql', import.meta.url))

describe('GraphQL over HTTP', () => {
  let gateway: GatewayProcess

  beforeAll(async () => {
    gateway = await startGatewayProcess(supergraphFile)
  })
  afterAll(() => gateway?.stop())

  const audits = serverAudits({ url: () => gateway.url })

  test('the suite asks 61 questions', () => {
    expect(audits).toHaveLength(61)
  })

  for (const audit of audits) {
    test(`${audit.id} ${audit.name}`, async () => {
      const result = await audit.fn()
      expect(result.status, 'reason' in result ? result.reason : '').toBe('ok')
    })
  }
})
