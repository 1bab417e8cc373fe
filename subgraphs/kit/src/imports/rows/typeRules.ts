import { readFileSync } from 'node:fs'
import { normativeDocument } from '@hub/schema/rules/normativeDocuments'
import { z } from 'zod'

const file = new URL('../../../rules/field-types.json', import.meta.url)
const documents = new Map(
  Object.entries(z.record(z.string(), z.string()).parse(JSON.parse(readFileSync(file, 'utf8')))),
)
for (const id of documents.values()) normativeDocument(id)

/** The document on which a rule about a kind of value rests. */
export function documentOfType(rule: string): string {
  const document = documents.get(rule)
  if (document === undefined) throw new Error(`rules/field-types.json does not name the rule ${rule}`)
  return document
}
