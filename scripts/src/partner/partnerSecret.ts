import { randomBytes } from 'node:crypto'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { webhookKey } from '@hub/gateway/exchange/push/webhookSignature'
import { HubError } from '@hub/schema/errors/HubError'

const SECRET_BYTES = 32

/**
 * The secrets that a partner's folder holds, one a line in `secret`; the first is made when there is none.
 * @throws HubError HUB_DATA_FOLDER_UNUSABLE when a line is no secret
 */
export async function partnerSecrets(folder: string): Promise<string[]> {
  const file = join(folder, 'secret')
  await mkdir(folder, { recursive: true })
  try {
    await writeFile(file, `whsec_${randomBytes(SECRET_BYTES).toString('base64')}\n`, { flag: 'wx', mode: 0o600 })
  } catch (error) {
    if ((error as { code?: unknown }).code !== 'EEXIST') throw error
  }
  const lines = (await readFile(file, 'utf8')).split('\n').map((line) => line.trim())
  const secrets = lines.filter((line) => line !== '')
  if (secrets.length > 0 && secrets.every((secret) => webhookKey(secret) !== undefined)) return secrets
  throw new HubError(
    'HUB_DATA_FOLDER_UNUSABLE',
    `密钥文件有误，每行须为 whsec_ 加 base64 / every line must be whsec_ and base64: ${file}`,
  )
}
