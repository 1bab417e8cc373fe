import { readFile, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { newHopKey } from '@hub/schema/access/hop/hopKeys'
import { type DivisionName, divisions } from '@hub/schema/divisions/divisions'
import { HubError } from '@hub/schema/errors/HubError'
import { z } from 'zod'

const perDivision = z.record(z.enum(divisions.map(({ name }) => name)), z.string())
const hubKeysSchema = z.object({ hop: perDivision, import: perDivision })

/** The keys that the launcher has made for one hub: texts as the settings of its processes hold them. */
export interface HubKeys {
  /** Shared between hub and division. */
  readonly hop: Readonly<Record<DivisionName, string>>
  /** For importing files into a division. */
  readonly import: Readonly<Record<DivisionName, string>>
}

const OWNER_ONLY = 0o600
const ANYONE_ELSE = 0o077

function newKeys(purpose: string): Record<DivisionName, string> {
  const entries = divisions.map(({ name }) => [name, newHopKey(`${name}-${purpose}`)])
  return Object.fromEntries(entries) as Record<DivisionName, string>
}

function unusable(file: string, zh: string, en: string): HubError {
  return new HubError('HUB_DATA_FOLDER_UNUSABLE', `密钥文件${zh} / the file of keys ${en}: ${file}`)
}

/**
 * The keys of the hub on a data folder; undefined when it has none.
 * @throws HubError HUB_DATA_FOLDER_UNUSABLE when they are unreadable, or readable by others than their owner
 */
export async function readHubKeys(dataFolder: string): Promise<HubKeys | undefined> {
  const file = join(dataFolder, 'keys.json')
  try {
    const { mode } = await stat(file)
    if ((mode & ANYONE_ELSE) !== 0)
      throw unusable(file, '可被他人读取，请 chmod 600', 'is open to others, chmod 600 it')
    return hubKeysSchema.parse(JSON.parse(await readFile(file, 'utf8')))
  } catch (error) {
    if (error instanceof HubError) throw error
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined
    throw unusable(file, '不可读', 'cannot be read')
  }
}

/** The keys of the hub on a data folder, made when it starts there for the first time. */
export async function hubKeys(dataFolder: string): Promise<HubKeys> {
  const known = await readHubKeys(dataFolder)
  if (known !== undefined) return known
  const keys = { hop: newKeys('hop'), import: newKeys('import') }
  await writeFile(join(dataFolder, 'keys.json'), JSON.stringify(keys, null, 2), { mode: OWNER_ONLY, flag: 'wx' })
  return keys
}
