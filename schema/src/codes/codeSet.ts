import { readFileSync } from 'node:fs'
import { z } from 'zod'
import { HubError } from '../errors/HubError.ts'

const folder = new URL('../../code-sets/', import.meta.url)
const date = z.iso.date().nullable()

/** What every entry has; a set may give its entries further properties. */
const entrySchema = z.looseObject({
  code: z.string(),
  name: z.string(),
  validFrom: date.optional(),
  validTo: date.optional(),
  /** Overrides the set's where single values are not confirmed. */
  confirmed: z.boolean().optional(),
})

const codeSetSchema = z.strictObject({
  name: z.string(),
  title: z.string(),
  edition: z.string(),
  /** Valid from this day on; null where the beginning is not known. */
  validFrom: date,
  /** Last valid day; null while in force. */
  validTo: date,
  /** False where no source confirms the values: they may be used, and shown as unconfirmed. */
  confirmed: z.boolean(),
  source: z.string(),
  entries: z.array(entrySchema),
})

export type CodeEntry = Readonly<z.output<typeof entrySchema>>
export type CodeSet = Readonly<Omit<z.output<typeof codeSetSchema>, 'entries'>> & {
  readonly entries: readonly CodeEntry[]
}

const loaded = new Map<string, CodeSet>()

function readCodeSet(file: string): CodeSet {
  try {
    return codeSetSchema.parse(JSON.parse(readFileSync(new URL(`${file}.json`, folder), 'utf8')))
  } catch (error) {
    const cause = error instanceof Error ? error : new Error(String(error))
    throw new HubError('HUB_CODE_SET_INVALID', `代码集 ${file}.json 有误：${cause.message}`, { cause })
  }
}

/**
 * A code set of `schema/code-sets`, read once.
 * @param file name of the file without `.json`
 * @throws HubError HUB_CODE_SET_INVALID when it is missing or malformed
 */
export function codeSet(file: string): CodeSet {
  const known = loaded.get(file)
  if (known) return known
  const set = readCodeSet(file)
  loaded.set(file, set)
  return set
}

function isValidOn(set: CodeSet, entry: CodeEntry, day: string): boolean {
  const from = entry.validFrom ?? set.validFrom ?? ''
  const to = entry.validTo ?? set.validTo ?? '9999-12-31'
  return from <= day && day <= to
}

/**
 * The entry of a code on a day; when no day is given, the one that became valid last.
 * @param on YYYY-MM-DD
 */
export function codeEntry(set: CodeSet, code: string, on?: string): CodeEntry | undefined {
  return set.entries
    .filter((entry) => entry.code === code && (on === undefined || isValidOn(set, entry, on)))
    .toSorted((a, b) => (b.validFrom ?? '').localeCompare(a.validFrom ?? ''))[0]
}
