import { HubError } from '@hub/schema/errors/HubError'
import { isDuplicateKey } from '@hub/schema/leases/isDuplicateKey'
import type { mongo } from 'mongoose'
import type { RecordFamily } from '../family/recordFamily.ts'
import type { DivisionCollections } from '../store/divisionCollections.ts'
import { ownFields } from '../store/ownFields.ts'

/** What the key of a database makes of a word: whoever has another key makes something else of it. */
interface DigestCheck {
  _id: 'digest-key'
  digest: string
}

/**
 * Ends a start with another DATA_DIGEST_KEY than the database was filled with: nothing stored would be found any more. The
 * first start leaves the mark of its key; a database that was filled before there was a mark is tried by one of its records.
 * @throws HubError HUB_DIGEST_KEY_WRONG
 */
export async function assertDigestKey(
  { connection, sealing, ...collections }: DivisionCollections,
  families: readonly RecordFamily[],
): Promise<void> {
  const checks = connection.collection('sealing_checks') as unknown as mongo.Collection<DigestCheck>
  const digest = sealing.digest('check', '')
  const known = await checks.findOne({ _id: 'digest-key' })
  if (known === null && !(await findsRecords(collections, families))) throw new HubError('HUB_DIGEST_KEY_WRONG')
  await leaveMark(checks, digest)
  const mark = await checks.findOne({ _id: 'digest-key' })
  if (mark?.digest !== digest) throw new HubError('HUB_DIGEST_KEY_WRONG')
}

async function leaveMark(checks: mongo.Collection<DigestCheck>, digest: string): Promise<void> {
  try {
    await checks.updateOne({ _id: 'digest-key' }, { $setOnInsert: { digest } }, { upsert: true })
  } catch (error) {
    // Another process of the division starts for the first time too, and was quicker.
    if (!isDuplicateKey(error)) throw error
  }
}

/** Whether a record is found by its own natural keys; true where there is none to try. */
async function findsRecords(
  { modelsOf, keys }: Pick<DivisionCollections, 'modelsOf' | 'keys'>,
  families: readonly RecordFamily[],
): Promise<boolean> {
  for (const family of families) {
    const record = await modelsOf(family).current.findOne({ recordState: 'CURRENT' })
    const naturalKeys = record === null ? [] : family.naturalKeys(ownFields(family, record), record.subjectId)
    if (naturalKeys.length > 0) return (await keys.owners(naturalKeys)).size > 0
  }
  return true
}
