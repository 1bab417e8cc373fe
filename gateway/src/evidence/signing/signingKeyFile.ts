import { randomUUID } from 'node:crypto'
import { link, mkdir, readFile, rm, writeFile } from 'node:fs/promises'
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

/** Of several that start at once, one makes it; it is there whole or not at all, as another may read it meanwhile. */
async function make(file: string): Promise<void> {
  const draft = `${file}.${randomUUID()}`
  await writeFile(draft, newSm2KeyPem(), { mode: 0o600, flag: 'wx' })
  try {
    await link(draft, file)
  } catch (error) {
    if ((error as { code?: unknown }).code !== 'EEXIST') throw error
  } finally {
    await rm(draft)
  }
}

/** The hub's signing key from its evidence folder; made there the first time. */
export async function signingKey(folder: string): Promise<Sm2Key> {
  await mkdir(folder, { recursive: true })
  const file = join(folder, PRIVATE_KEY_FILE)
  if ((await existing(file)) === undefined) await make(file)
  const key = readSm2Key(await readFile(file, 'utf8'))
  await writeFile(join(folder, PUBLIC_KEY_FILE), sm2PublicPem(key.publicKey))
  return key
}
