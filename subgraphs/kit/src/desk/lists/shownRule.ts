import { normativeDocuments } from '@hub/schema/rules/normativeDocuments'
import type { Importer } from '../../imports/importer.ts'
import type { RowFault } from '../../imports/rows/rowReading.ts'

/** A normative document as GraphQL's RuleDocument; null where a rule names none. */
export function shownDocument(id: string | undefined) {
  const document = id === undefined ? undefined : normativeDocuments.get(id)
  return document === undefined ? null : { documentId: document.id, docNo: document.docNo, title: document.title }
}

/** A fault as GraphQL's RowFault. */
export function shownFault({ document, ...fault }: RowFault, importer: Importer | undefined) {
  return { ...fault, fieldName: chineseNames(fault.field, importer), document: shownDocument(document) }
}

/** Rules about several fields name them all. */
function chineseNames(fields: string | undefined, importer: Importer | undefined): string | null {
  if (fields === undefined) return null
  const nameOf = (field: string) => importer?.plan.byHeading(field)?.chineseName ?? field
  return fields.split(',').map(nameOf).join('、')
}
