import { type DivisionName, divisions } from '@hub/schema/divisions/divisions'

/** Where the processes of one hub listen. */
export interface HubAddresses {
  readonly gatewayPort: number
  /** The receiving platform of the demo. */
  readonly partnerPort: number
  /** The gateway, without a path. */
  readonly gatewayUrl: string
  readonly divisionPorts: Readonly<Record<DivisionName, number>>
  /** The divisions, without a path. */
  readonly divisionUrls: Readonly<Record<DivisionName, string>>
}

function perDivision<T>(value: (portOffset: number) => T): Record<DivisionName, T> {
  return Object.fromEntries(divisions.map(({ name, portOffset }) => [name, value(portOffset)])) as Record<
    DivisionName,
    T
  >
}

const PARTNER_OFFSET = 900
const LAST_PORT = 65_535

/** The gateway on `port` of the loopback interface, the divisions on the next four. */
export function hubAddresses(port: number): HubAddresses {
  return {
    gatewayPort: port,
    partnerPort: port + PARTNER_OFFSET <= LAST_PORT ? port + PARTNER_OFFSET : port - PARTNER_OFFSET,
    gatewayUrl: `http://127.0.0.1:${port}`,
    divisionPorts: perDivision((offset) => port + offset),
    divisionUrls: perDivision((offset) => `http://127.0.0.1:${port + offset}`),
  }
}
