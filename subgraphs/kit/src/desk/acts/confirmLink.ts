import type { CallerClaims } from '@hub/schema/access/callerClaims'
import { HubError } from '@hub/schema/errors/HubError'
import { inTransaction } from '../../store/inTransaction.ts'
import type { Desk } from '../desk.ts'
import type { DeskAct } from '../deskAct.ts'
import { familyOfRecord } from '../familyOfRecord.ts'
import { actOf } from './actOf.ts'

/**
 * Confirms a link that the index contradicts: it is right all the same. The record stays as it is, and the contradiction is
 * not shown any more until something else contradicts the link.
 * @throws HubError HUB_RECORD_UNKNOWN, HUB_LINK_NOT_CONTRADICTED where nothing is to be confirmed, or not what was seen
 */
export async function confirmLink(
  desk: Desk,
  { recordId, reason }: { recordId: string; reason: string },
  caller: CallerClaims,
): Promise<DeskAct> {
  const begun = actOf('CONFIRM_LINK', reason, caller)
  const { importer, record } = await familyOfRecord(desk, recordId)
  const { contradicted } = desk.places
  const link = await contradicted.open(recordId)
  // Linked anew since, the record is not what the contradiction is about.
  if (link === undefined || link.subjectId !== record.subjectId) throw new HubError('HUB_LINK_NOT_CONTRADICTED')
  const { subjectId, contradiction } = link
  const act: DeskAct = { ...begun, family: importer.name, batchNo: record.batchNo, recordId, subjectId, contradiction }
  await inTransaction(desk.records.connection, async (session) => {
    if (!(await contradicted.confirm(link, session))) throw new HubError('HUB_LINK_NOT_CONTRADICTED')
    await desk.imports.acts.insertOne(act, { session })
  })
  return act
}
