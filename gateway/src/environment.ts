import { type DivisionEnumValue, divisions } from '@hub/schema/divisions/divisions'
import { defineSettings } from '@hub/schema/settings/defineSettings'
import { z } from 'zod'

const divisionUrl = (enumValue: DivisionEnumValue) => {
  const { chineseName, portOffset } = divisions.find((division) => division.enumValue === enumValue) ?? divisions[0]
  return {
    schema: z.url(),
    default: `http://127.0.0.1:${4000 + portOffset}/graphql`,
    description: { zh: `${chineseName}子图的地址`, en: `Address of the ${enumValue} subgraph` },
  }
}

/** Every setting of the gateway; the only place that reads its environment. */
export const gatewaySettings = defineSettings({
  HOST: {
    schema: z.string(),
    default: '127.0.0.1',
    description: { zh: '监听地址', en: 'Address to listen on' },
  },
  PORT: {
    schema: z.coerce.number().int().min(0).max(65_535),
    default: 4000,
    description: { zh: '监听端口，0 为任一空闲端口', en: 'Port to listen on, 0 for any free one' },
  },
  SUPERGRAPH_FILE: {
    schema: z.string(),
    default: 'schema/supergraph.graphql',
    description: { zh: '合成的超图文件', en: 'File of the composed supergraph' },
  },
  FOREIGN_INVESTMENT_URL: divisionUrl('FOREIGN_INVESTMENT'),
  TRADE_URL: divisionUrl('TRADE'),
  MARKET_ORDER_URL: divisionUrl('MARKET_ORDER'),
  PERSONNEL_URL: divisionUrl('PERSONNEL'),
  LOG_LEVEL: {
    schema: z.enum(['silent', 'error', 'warn', 'info', 'debug']),
    default: 'info',
    description: { zh: '日志级别', en: 'Log level' },
  },
})

export type GatewayEnvironment = ReturnType<typeof gatewaySettings.read>

/**
 * The settings of this process.
 * @throws HubError HUB_SETTINGS_INVALID naming every fault at once
 */
export function readEnvironment(): GatewayEnvironment {
  return gatewaySettings.read(process.env)
}

/** Where each division answers, by its name in the supergraph. */
export function divisionUrls(environment: GatewayEnvironment): ReadonlyMap<string, string> {
  return new Map(divisions.map(({ name, enumValue }) => [name, environment[`${enumValue}_URL`]]))
}
