import { resolve } from 'node:path'
import { z } from 'zod'
import { administratorToken, type KeyDesk, keyAct } from '../access/keyActs.ts'
import { readEnvironment } from '../environment.ts'
import { hubAddresses } from '../launcher/hubAddresses.ts'
import type { ProgressLines } from '../launcher/progressLines.ts'
import { textTable } from '../launcher/textTable.ts'
import { type CallerOptions, claimsOf } from './tokenCommand.ts'

/** Where the hub is. */
export interface KeyDeskOptions {
  readonly port: number
  readonly data: string
  /** The gateway's address, instead of the port. */
  readonly url?: string
}

export interface KeyCreateOptions extends KeyDeskOptions, CallerOptions {
  readonly name: string
  readonly days: number
}

export interface KeyRotateOptions extends KeyDeskOptions {
  readonly days: number
  readonly overlapHours: number
}

const newKey = z.object({ id: z.string(), text: z.string(), expiresAt: z.string() })
const listedKey = z.object({
  id: z.string(),
  claims: z.object({ caller: z.string(), role: z.string() }),
  expiresAt: z.string(),
  lastUsedAt: z.string().optional(),
  revokedAt: z.string().optional(),
  replacedBy: z.string().optional(),
})

async function desk({ port, data, url }: KeyDeskOptions): Promise<KeyDesk> {
  const token = await administratorToken(readEnvironment().HUB_TOKEN, resolve(data))
  return { gatewayUrl: url ?? hubAddresses(port).gatewayUrl, token }
}

/** The key alone on standard output, so that a script can take it; it is shown this once. */
function show(answer: unknown): void {
  const { id, text, expiresAt } = newKey.parse(answer)
  process.stderr.write(`密钥 key ${id}，有效至 holds until ${expiresAt}，仅此一次显示 shown this once\n`)
  process.stdout.write(`${text}\n`)
}

/** `hub key create`: a key for a service. */
export async function keyCreateCommand(options: KeyCreateOptions): Promise<void> {
  show(await keyAct(await desk(options), 'create', { claims: claimsOf(options), days: options.days }))
}

/** `hub key rotate`: a new key for the same service, the old one holding a while longer. */
export async function keyRotateCommand(id: string, options: KeyRotateOptions): Promise<void> {
  const { days, overlapHours } = options
  show(await keyAct(await desk(options), 'rotate', { id, days, overlapHours }))
}

/** `hub key revoke`. */
export async function keyRevokeCommand(id: string, options: KeyDeskOptions, progress: ProgressLines): Promise<void> {
  await keyAct(await desk(options), 'revoke', { id })
  progress.line(`✓ 已吊销 revoked ${id}`)
}

/** `hub key list`: whose keys there are, and how long they hold. */
export async function keyListCommand(options: KeyDeskOptions, progress: ProgressLines): Promise<void> {
  const { keys } = z.object({ keys: z.array(listedKey) }).parse(await keyAct(await desk(options), 'list', {}))
  const rows = keys.map(({ id, claims, expiresAt, lastUsedAt = '-', revokedAt, replacedBy }) => [
    id,
    claims.caller,
    claims.role,
    revokedAt === undefined ? `至 until ${expiresAt}` : `已吊销 revoked ${revokedAt}`,
    `最近使用 last used ${lastUsedAt}`,
    ...(replacedBy === undefined ? [] : [`-> ${replacedBy}`]),
  ])
  for (const line of textTable([['密钥 key', '持有人 holder', '角色 role', '有效 holds', '', ''], ...rows]))
    progress.line(line)
}
