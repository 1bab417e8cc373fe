import { readFile } from 'node:fs/promises'
import { HopSigner } from '@hub/schema/access/hop/hopSigner'
import { divisions } from '@hub/schema/divisions/divisions'
import { HubError } from '@hub/schema/errors/HubError'
import type { GatewayEnvironment } from '../../environment.ts'

/** Certificates for HTTPS to divisions, in PEM. */
export interface DivisionTls {
  readonly ca?: Buffer | undefined
  readonly cert?: Buffer | undefined
  readonly key?: Buffer | undefined
}

/** How the hub shows divisions that it is the hub. A division without a signer gets unsigned requests. */
export interface DivisionTrust {
  readonly signers: ReadonlyMap<string, HopSigner>
  readonly tls?: DivisionTls | undefined
}

/** For divisions that ask for no proof: stubs of conformance suites and benchmarks. */
export const noTrust: DivisionTrust = { signers: new Map() }

/**
 * The hub's keys and certificates for its divisions.
 * @throws HubError HUB_SETTINGS_INVALID when a file cannot be read
 */
export async function divisionTrust(environment: GatewayEnvironment): Promise<DivisionTrust> {
  const signers = divisions.map(
    ({ name, enumValue }) =>
      [name, new HopSigner(environment[`${enumValue}_HOP_KEYS`], { from: 'gateway', to: name })] as const,
  )
  const { DIVISION_CA_FILE, DIVISION_CERT_FILE, DIVISION_KEY_FILE } = environment
  const [ca, cert, key] = await Promise.all([DIVISION_CA_FILE, DIVISION_CERT_FILE, DIVISION_KEY_FILE].map(contentOf))
  return { signers: new Map(signers), tls: { ca, cert, key } }
}

async function contentOf(file: string | undefined): Promise<Buffer | undefined> {
  if (file === undefined) return undefined
  try {
    return await readFile(file)
  } catch {
    throw new HubError('HUB_SETTINGS_INVALID', `环境变量设置有误 / wrong settings: 文件不可读 cannot read ${file}`)
  }
}
