import { hash } from 'node:crypto'
import { z } from 'zod'

/** One record as somebody holds it: in this version, and not withdrawn. */
export const heldEntry = z.object({
  record: z.string().min(1).max(200),
  version: z.number().int().min(0),
  /** Where they are known, they go with the withdrawal of a record that nobody else knows. */
  family: z.string().max(100).optional(),
  subjectId: z.string().max(200).optional(),
})

export type HeldEntry = z.output<typeof heldEntry>

/** Where a record stands in a digest tree, whatever its version: 64 hexadecimal digits, one for each level. */
export function recordPlace(record: string): string {
  return hash('sha256', record)
}

/** What an entry adds to the digests above it: SHA-256 over `record`, a line feed and the version in decimal. */
export function entryDigest({ record, version }: Pick<HeldEntry, 'record' | 'version'>): Buffer {
  return hash('sha256', `${record}\n${version}`, 'buffer')
}
