import { createReadStream, createWriteStream } from 'node:fs'
import { createInterface } from 'node:readline'
import { pipeline } from 'node:stream/promises'
import { HubError } from '@hub/schema/errors/HubError'
import { canonicalText } from '../record/canonicalText.ts'

/** Where the checkpoints of exported records are. */
export function checkpointsBeside(recordsFile: string): string {
  return `${recordsFile}.checkpoints`
}

async function* lines(values: AsyncIterable<unknown> | Iterable<unknown>): AsyncGenerator<string> {
  for await (const value of values) yield `${canonicalText(value)}\n`
}

/** Writes values as lines of JSON; the file must be new, so that no evidence is lost by a name used twice. */
export async function writeEvidenceFile(
  file: string,
  values: AsyncIterable<unknown> | Iterable<unknown>,
): Promise<void> {
  try {
    await pipeline(lines(values), createWriteStream(file, { flags: 'wx', mode: 0o600, flush: true }))
  } catch (error) {
    if ((error as { code?: unknown }).code !== 'EEXIST') throw error
    throw new HubError('BAD_USER_INPUT', `文件已存在 / the file exists: ${file}`)
  }
}

/**
 * Reads lines of JSON.
 * @throws HubError HUB_EVIDENCE_UNREADABLE naming the line
 */
export async function* readEvidenceFile<T extends object>(file: string): AsyncGenerator<T> {
  let number = 0
  try {
    for await (const line of createInterface({ input: createReadStream(file), crlfDelay: Number.POSITIVE_INFINITY })) {
      number += 1
      if (line.trim() === '') continue
      const value: unknown = JSON.parse(line)
      if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new Error('not an object')
      yield value as T
    }
  } catch (error) {
    const cause = error instanceof Error ? error : new Error(String(error))
    throw new HubError('HUB_EVIDENCE_UNREADABLE', `${file}:${number}: ${cause.message}`, { cause })
  }
}
