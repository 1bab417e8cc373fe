import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { newSm2KeyPem, readSm2Key, type Sm2Key, sm2PublicPem } from './sm2Key.ts'

const PRIVATE_KEY_FILE = 'signing-key.pem'
/** To be handed out to whoever verifies. */
export const PUBLIC_KEY_FILE = 'signing-key.pub.pem'

async function existing(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, 'utf8')
  } catch (error) {
    if ((error as { code?: unknown }).code === 'ENOENT') return undefined
    throw error
  }
}

/** The hub's signing key from its evidence folder; made there the first time. */
export async function signingKey(folder: string): Promise<Sm2Key> {
  await mkdir(folder, { recursive: true })
  const file = join(folder, PRIVATE_KEY_FILE)
  // Of two that start at once, one makes it: `wx` fails where there is a file.
  const made = (await existing(file)) === undefined
  if (made) await writeFile(file, newSm2KeyPem(), { mode: 0o600, flag: 'wx' }).catch(() => undefined)
  const key = readSm2Key(await readFile(file, 'utf8'))
  await writeFile(join(folder, PUBLIC_KEY_FILE), sm2PublicPem(key.publicKey))
  return key
}
