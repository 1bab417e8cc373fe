import type { StoredRecord } from '@hub/kit/family/recordEnvelope'
import type { DivisionContext } from '@hub/kit/server/divisionContext'
import { shanghaiDate } from '@hub/schema/calendar/shanghaiDate'
import { HubError } from '@hub/schema/errors/HubError'
import { subjects } from '../models/subjects.ts'
import { type LastingFields, statementsOf } from '../rules/carriedOver.ts'
import { type NumberedSubject, type Reissue, reissuedIdentifier } from '../rules/reissuedIdentifier.ts'
import { stated, withStatement } from '../rules/statedIdentity.ts'

/**
 * Resolver of `Mutation.reissueIdentifier`: one of a subject's numbers was replaced. Links stay as they are, since the old
 * number goes on naming the subject; who, when and why stand in the version that it makes.
 * @throws HubError HUB_SUBJECT_ACT_REFUSED
 */
export async function reissueIdentifier(
  _root: unknown,
  { subjectId, reason, ...reissue }: Reissue & { subjectId: string; reason: string },
  { reader, store, caller }: DivisionContext,
): Promise<StoredRecord> {
  const told = reason.trim()
  if (told === '') throw refused('须写明理由')
  if (reissue.effectiveOn > shanghaiDate(new Date())) throw refused(`生效日期 ${reissue.effectiveOn} 晚于今日`)
  const [subject] = await reader.byIds(subjects, [subjectId], undefined)
  if (subject?.recordState !== 'CURRENT') throw refused(`信用主体 ${subjectId} 不在册，或已并入其他主体`)
  const fields = reissuedIdentifier(subject as NumberedSubject, reissue)
  if ('refusal' in fields) throw refused(fields.refusal)
  const { version } = subject
  const { effectiveOn } = reissue
  const known = subject as unknown as LastingFields
  // With the rows: one of an earlier day, come later, does not bring the old number back.
  const statedIdentities = withStatement(statementsOf(known), stated(fields, effectiveOn))
  const decided = { reason: told, effectiveOn, version, fields: { ...fields, statedIdentities } }
  const [outcome] = await store.write(
    subjects,
    [{ kind: 'CHANGE', change: 'CORRECTED', recordId: subjectId, ...decided }],
    { operator: caller.caller },
  )
  if (outcome?.outcome !== 'UPDATED') throw refused(reasonOf(outcome))
  const [changed] = await reader.byIds(subjects, [subjectId], undefined)
  if (changed === undefined) throw new Error('A subject was changed and is gone')
  return changed
}

function reasonOf(outcome: { outcome: string; reason?: string } | undefined): string {
  return outcome?.reason === 'KEYS_OF_SEVERAL_RECORDS'
    ? '新标识已属另一信用主体；确系同一企业的，请合并'
    : '该主体同时有其他变更，请再试一次'
}

const refused = (reason: string): HubError => new HubError('HUB_SUBJECT_ACT_REFUSED', reason)
