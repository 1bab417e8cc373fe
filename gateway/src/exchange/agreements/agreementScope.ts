import type { FeedEvent } from '../feed/feedEvent.ts'
import type { AgreementTerms, CatalogueItem } from './agreementTerms.ts'

/** What every record carries, whatever fields the agreement names. */
const ALWAYS = ['__typename', 'recordId', 'version', 'recordState', 'validFrom', 'validTo']

/** Kinds after which a record must not be shared or used any more (信用修复: 停止共享和使用). */
const CLOSING: ReadonlySet<string> = new Set(['WITHDRAWN', 'REPAIRED', 'EXPIRED', 'MERGED'])

/** Whether a change closes its record: it goes out without content, to everyone who has it. */
export function isClosing({ kind }: { readonly kind: string }): boolean {
  return CLOSING.has(kind)
}

type Subject = Pick<FeedEvent, 'family' | 'subjectId'>

/** The item of the agreement that covers a record, as far as family and subject tell. */
export function itemFor({ items }: AgreementTerms, { family, subjectId }: Subject): CatalogueItem | undefined {
  return items.find((item) => item.family === family && (item.subjectIds?.includes(subjectId) ?? true))
}

/** Of an event's subjects the one whose record it was before: null where the agreement does not cover him too. */
export function formerWithin(terms: AgreementTerms, { family, formerSubjectId }: FeedEvent): string | null {
  if (formerSubjectId == null) return null
  return itemFor(terms, { family, subjectId: formerSubjectId }) === undefined ? null : formerSubjectId
}

/** The record of a change as the agreement lets it out; null where it does not, or does not any more. */
export function openContent(terms: AgreementTerms, event: FeedEvent): FeedEvent['record'] {
  const item = itemFor(terms, event)
  if (item === undefined || isProvidedBy(terms, event.record) || !hasValues(item, event.record)) return null
  return contentOf(item, event)
}

/** Whether a record came from the partner itself, who is not told his own. */
function isProvidedBy({ partner }: AgreementTerms, record: FeedEvent['record']): boolean {
  return record?.provider === partner
}

/** Whether a record is within an item by its own values, of a list by any of them; one that cannot be seen is not, where values are asked for. */
export function hasValues({ where = [] }: CatalogueItem, record: FeedEvent['record']): boolean {
  return where.every(({ field, in: values }) =>
    [record?.[field]].flat().some((value) => values.includes(String(value))),
  )
}

/** The record as an item lets it out; null where it does not stand any more or may not be seen. */
export function contentOf(item: CatalogueItem, event: FeedEvent): FeedEvent['record'] {
  const { record } = event
  if (record === null || isClosing(event) || (record.recordState ?? 'CURRENT') !== 'CURRENT') return null
  if (item.fields === undefined) return record
  const open = new Set([...ALWAYS, ...item.fields])
  const { __typename } = record
  return { ...Object.fromEntries(Object.entries(record).filter(([name]) => open.has(name))), __typename }
}
