import { HubError } from '@hub/schema/errors/HubError'
import type { StoredRecord } from '../family/recordEnvelope.ts'
import type { Importer } from '../imports/importer.ts'
import type { Desk } from './desk.ts'

/**
 * Finds a record of the division and the way in of its family.
 * @throws HubError HUB_RECORD_UNKNOWN
 */
export async function familyOfRecord(
  { importers, records }: Pick<Desk, 'importers' | 'records'>,
  recordId: string,
): Promise<{ importer: Importer; record: StoredRecord }> {
  for (const importer of importers) {
    const { current } = records.modelsOf(importer.family)
    const record = await current.findOne({ _id: recordId })
    if (record !== null) return { importer, record }
  }
  throw new HubError('HUB_RECORD_UNKNOWN')
}
