import type { StoredRecord } from '../family/recordEnvelope.ts'
import type { FamilyFields, RecordFamily } from '../family/recordFamily.ts'

/** A record's fields as they were reported: without envelope and search fields. */
export function ownFields(family: Pick<RecordFamily, 'definition'>, record: StoredRecord): FamilyFields {
  return Object.fromEntries(
    Object.keys(family.definition).flatMap((name) => (name in record ? [[name, record[name]]] : [])),
  )
}
