import { readFileSync } from 'node:fs'
import { z } from 'zod'
import { HubError } from '../errors/HubError.ts'

const date = z.iso.date().nullable()

const documentSchema = z.strictObject({
  id: z.string(),
  /** 文号 or number of the standard. */
  docNo: z.string(),
  title: z.string(),
  /** Null where the day is not known. */
  effectiveFrom: date,
  /** Last day in force; absent while in force. */
  effectiveTo: date.optional(),
  /** False where no source confirms the particulars. */
  confirmed: z.boolean(),
})

/** A law, order, notice or standard that rules of the hub rest on (R7). */
export type NormativeDocument = Readonly<z.output<typeof documentSchema>>

const file = new URL('../../rules/normative-documents.json', import.meta.url)

/** All documents that rules cite, by id. */
export const normativeDocuments: ReadonlyMap<string, NormativeDocument> = new Map(
  z
    .array(documentSchema)
    .parse(JSON.parse(readFileSync(file, 'utf8')))
    .map((document) => [document.id, document]),
)

/** @throws HubError HUB_CODE_SET_INVALID for an id that is not in `schema/rules/normative-documents.json` */
export function normativeDocument(id: string): NormativeDocument {
  const document = normativeDocuments.get(id)
  if (document === undefined) throw new HubError('HUB_CODE_SET_INVALID', `没有编号为 ${id} 的规范性文件`)
  return document
}
