import { readFile } from 'node:fs/promises'
import type { HopKey } from '@hub/schema/access/hop/hopKeys'
import { HopSigner } from '@hub/schema/access/hop/hopSigner'
import { HubError } from '@hub/schema/errors/HubError'
import { divisionHopKeys, type GatewayEnvironment } from '../../environment.ts'

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

/**
 * The hub's keys and certificates for its divisions.
 * @throws HubError HUB_SETTINGS_INVALID when a file cannot be read
 */
export async function divisionTrust(environment: GatewayEnvironment): Promise<DivisionTrust> {
  const signer = (to: string, keys: readonly HopKey[]) => new HopSigner(keys, { from: 'gateway', to })
  const signers = new Map([...divisionHopKeys(environment)].map(([name, keys]) => [name, signer(name, keys)]))
  const { DIVISION_CA_FILE, DIVISION_CERT_FILE, DIVISION_KEY_FILE } = environment
  const [ca, cert, key] = await Promise.all([DIVISION_CA_FILE, DIVISION_CERT_FILE, DIVISION_KEY_FILE].map(contentOf))
  return { signers, tls: { ca, cert, key } }
}

async function contentOf(file: string | undefined): Promise<Buffer | undefined> {
  if (file === undefined) return undefined
  try {
    return await readFile(file)
  } catch {
    throw new HubError('HUB_SETTINGS_INVALID', `环境变量设置有误 / wrong settings: 文件不可读 cannot read ${file}`)
  }
}
