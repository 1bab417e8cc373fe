import { readFile } from 'node:fs/promises'
import type { ServerOptions } from 'node:https'
import { HubError } from '@hub/schema/errors/HubError'
import type { DivisionEnvironment } from './environment.ts'

/**
 * The division's certificate, and whose certificates it believes; undefined when it serves plain HTTP.
 * Probes and importers need no certificate; the guard sees to it that the hub shows one.
 * @throws HubError HUB_SETTINGS_INVALID when a file is missing or one is named without the other
 */
export async function tlsFiles(environment: DivisionEnvironment): Promise<ServerOptions | undefined> {
  const { TLS_CERT_FILE, TLS_KEY_FILE, TLS_CLIENT_CA_FILE } = environment
  if ([TLS_CERT_FILE, TLS_KEY_FILE, TLS_CLIENT_CA_FILE].every((file) => file === undefined)) return undefined
  if (TLS_CERT_FILE === undefined || TLS_KEY_FILE === undefined)
    throw invalid('TLS_CERT_FILE 与 TLS_KEY_FILE 须同时设置 / go together')
  const [cert, key, ca] = await Promise.all([TLS_CERT_FILE, TLS_KEY_FILE, TLS_CLIENT_CA_FILE].map(contentOf))
  const mutual = ca === undefined ? {} : { ca, requestCert: true, rejectUnauthorized: false }
  return { cert, key, ...mutual }
}

async function contentOf(file: string | undefined): Promise<Buffer | undefined> {
  if (file === undefined) return undefined
  try {
    return await readFile(file)
  } catch {
    throw invalid(`文件不可读 / cannot read ${file}`)
  }
}

function invalid(problem: string): HubError {
  return new HubError('HUB_SETTINGS_INVALID', `环境变量设置有误 / wrong settings: ${problem}`)
}
