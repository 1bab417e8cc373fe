import type { RecordSource } from '../family/recordEnvelope.ts'

/** The source of a record whose subject a person named: the link rests on his word. */
export function onWord(source: RecordSource | undefined): RecordSource | undefined {
  if (source === undefined) return undefined
  const { subject: _, ...others } = source
  return others
}
