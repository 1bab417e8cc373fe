import { generateKeyPairSync, randomBytes, randomUUID } from 'node:crypto'
import { readFile, rename, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { newHopKey } from '@hub/schema/access/hop/hopKeys'
import { type DivisionName, divisions } from '@hub/schema/divisions/divisions'
import { HubError } from '@hub/schema/errors/HubError'
import { z } from 'zod'

const perDivision = z.record(z.enum(divisions.map(({ name }) => name)), z.string())
const hubKeysSchema = z.object({
  hop: perDivision,
  import: perDivision,
  apiKeys: z.string(),
  data: z.string(),
  dataDigest: z.string(),
  exchange: z.string(),
  issuer: z.object({ kty: z.literal('OKP'), crv: z.string(), x: z.string(), d: z.string(), kid: z.string() }),
})

/** The keys that the launcher has made for one hub: texts as the settings of its processes hold them. */
export interface HubKeys {
  /** Shared between hub and division. */
  readonly hop: Readonly<Record<DivisionName, string>>
  /** For importing files into a division. */
  readonly import: Readonly<Record<DivisionName, string>>
  /** With which the divisions of a demo encrypt sensitive personal information. */
  readonly data: string
  /** With which they key the digests that it is found by. */
  readonly dataDigest: string
  /** With which the hub of a demo encrypts partners' secrets and what waits to be delivered. */
  readonly exchange: string
  /** With which the hub keys the hashes of API keys. */
  readonly apiKeys: string
  /** The private key (JWK) of the demo's token issuer. */
  readonly issuer: IssuerKey
}

export type IssuerKey = z.infer<typeof hubKeysSchema>['issuer']

const OWNER_ONLY = 0o600
const ANYONE_ELSE = 0o077

function divisionKeys(purpose: string): Record<DivisionName, string> {
  const entries = divisions.map(({ name }) => [name, newHopKey(`${name}-${purpose}`)])
  return Object.fromEntries(entries) as Record<DivisionName, string>
}

function issuerKey(): IssuerKey {
  const { privateKey } = generateKeyPairSync('ed25519')
  return { ...(privateKey.export({ format: 'jwk' }) as Omit<IssuerKey, 'kid'>), kid: `demo-${randomUUID()}` }
}

function unusable(file: string, zh: string, en: string): HubError {
  return new HubError('HUB_DATA_FOLDER_UNUSABLE', `密钥文件${zh} / the file of keys ${en}: ${file}`)
}

/**
 * The keys of the hub on a data folder, as far as it has them.
 * @throws HubError HUB_DATA_FOLDER_UNUSABLE when they are unreadable, or readable by others than their owner
 */
export async function readHubKeys(dataFolder: string): Promise<Partial<HubKeys>> {
  const file = join(dataFolder, 'keys.json')
  try {
    const { mode } = await stat(file)
    if ((mode & ANYONE_ELSE) !== 0)
      throw unusable(file, '可被他人读取，请 chmod 600', 'is open to others, chmod 600 it')
    return hubKeysSchema.partial().parse(JSON.parse(await readFile(file, 'utf8'))) as Partial<HubKeys>
  } catch (error) {
    if (error instanceof HubError) throw error
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return {}
    throw unusable(file, '不可读', 'cannot be read')
  }
}

/** The keys of the hub on a data folder; those that are missing are made. */
export async function hubKeys(dataFolder: string): Promise<HubKeys> {
  const known = await readHubKeys(dataFolder)
  const keys = {
    hop: known.hop ?? divisionKeys('hop'),
    import: known.import ?? divisionKeys('import'),
    data: known.data ?? newHopKey(`demo-data-${randomUUID().slice(0, 8)}`),
    dataDigest: known.dataDigest ?? newHopKey('demo-digest'),
    exchange: known.exchange ?? newHopKey(`demo-exchange-${randomUUID().slice(0, 8)}`),
    apiKeys: known.apiKeys ?? randomBytes(32).toString('base64url'),
    issuer: known.issuer ?? issuerKey(),
  }
  const file = join(dataFolder, 'keys.json')
  if (Object.keys(known).length < Object.keys(keys).length) {
    await writeFile(`${file}.new`, JSON.stringify(keys, null, 2), { mode: OWNER_ONLY })
    await rename(`${file}.new`, file)
  }
  return keys
}
