import type { HubError } from '@hub/schema/errors/HubError'
import { z } from 'zod'
import { doorError, toldFault } from './doorError.ts'
import { type ImportReceipt, importReceipt } from './importReceipt.ts'

const answerLine = z.union([
  z.object({ receipt: importReceipt }),
  z.object({ progress: z.object({ rows: z.number() }) }),
  z.object({ error: toldFault }),
])

/** One line of a division's answer to an import. */
export type ImportAnswerLine =
  | { readonly kind: 'progress'; readonly rows: number }
  | { readonly kind: 'receipt'; readonly receipt: ImportReceipt }
  | { readonly kind: 'error'; readonly error: HubError }

/**
 * Reads a line of the NDJSON answer.
 * @throws Error when the line is no such thing
 */
export function parseAnswerLine(text: string): ImportAnswerLine {
  const line = answerLine.parse(JSON.parse(text))
  if ('receipt' in line) return { kind: 'receipt', receipt: line.receipt }
  if ('progress' in line) return { kind: 'progress', rows: line.progress.rows }
  return { kind: 'error', error: doorError(line.error) }
}
