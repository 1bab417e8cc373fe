import { readFile } from 'node:fs/promises'
import { untilStopped } from '../http/untilStopped.ts'
import { openGateway } from './openGateway.ts'

const RED = '\u001b[31m'
const PLAIN = '\u001b[0m'
const WARNING =
  '开放网关：不识别身份、不分级披露、不向处室签名、不留证据，仅限本机\n' +
  'open gateway: no identity, no disclosure, no signature for divisions, no evidence; loopback only'

export interface OpenOptions {
  /** File of the supergraph. */
  readonly file: string
  readonly port: number
  /** Whether equal queries in flight are executed once. */
  readonly dedupe: boolean
}

/**
 * Serves a supergraph openly until the process is told to stop.
 * @throws Error when the file is no supergraph or the port is taken
 */
export async function serveOpenly({ file, port, dedupe }: OpenOptions): Promise<void> {
  const { url, close } = await openGateway(await readFile(file, 'utf8'), { port, dedupe })
  const stopped = untilStopped()
  process.stdout.write(`${RED}${WARNING}${PLAIN}\nready ${url} ${Math.round(performance.now())} ms\n`)
  await stopped
  await close()
}
