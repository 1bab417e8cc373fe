import type { StoredRecord } from '@hub/kit/family/recordEnvelope'
import type { DivisionContext } from '@hub/kit/server/divisionContext'
import { TransactionGivenUp } from '@hub/kit/store/inTransaction'
import { newId } from '@hub/kit/store/newId'
import type { WriteGroup } from '@hub/kit/store/recordStore'
import type { WriteOutcome } from '@hub/kit/store/writeRequest'
import { shanghaiDate } from '@hub/schema/calendar/shanghaiDate'
import { HubError } from '@hub/schema/errors/HubError'
import { subjectActs } from '../models/subjectActs.ts'
import { subjects } from '../models/subjects.ts'
import { changesByAct } from '../rules/changesByAct.ts'
import { type ActedSubject, actRefusal, type ProposedAct, type SubjectAct } from '../rules/subjectAct.ts'

/** Acts are few: a merger is somebody's decision. */
const MAX_ACTS = 100_000
const ATTEMPTS = 10

/**
 * The store refuses a second content for a natural key within one batch. Acts share this one, so that of two that take
 * the same number at once only one is written, and the other takes the next.
 */
const ACTS_BATCH = 'subject-acts'

/** All acts, in the order of their numbers. */
export async function readActs({ reader }: Pick<DivisionContext, 'reader'>): Promise<SubjectAct[]> {
  const order = { path: 'number', direction: 'ASC' } as const
  return (await reader.page(subjectActs, { conditions: [], order, limit: MAX_ACTS })) as unknown as SubjectAct[]
}

/**
 * Writes an act and what it changes in the index, both or neither; all divisions follow by its number.
 * @throws HubError HUB_SUBJECT_ACT_REFUSED when the subjects cannot be merged, split or parted so
 */
export async function performAct(proposed: ProposedAct, context: DivisionContext): Promise<StoredRecord> {
  const { reader, store, caller } = context
  for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
    // The number first: whatever is decided after we read the subjects takes it from us.
    const number = ((await readActs(context)).at(-1)?.number ?? 0) + 1
    const named = await namedSubjects(proposed, context)
    const refusal = actRefusal(proposed, named, shanghaiDate(new Date()))
    if (refusal !== undefined) throw new HubError('HUB_SUBJECT_ACT_REFUSED', refusal)
    const act = { ...proposed, number }
    const { subjectId, ...fields } = act
    const performed = { ...fields, performedBy: caller.caller, performedByUnit: caller.unit, token: newId() }
    const groups: WriteGroup[] = [
      { family: subjectActs, requests: [{ kind: 'PUT', subjectId, fields: performed }] },
      { family: subjects, requests: changesByAct(act, named) },
    ]
    const [written] = await unlessHeldUp(store.writeTogether(groups, { operator: caller.caller, batchNo: ACTS_BATCH }))
    const [outcome] = written ?? []
    if (outcome === undefined || !('recordId' in outcome)) continue
    const [record] = await reader.byIds(subjectActs, [outcome.recordId], undefined)
    if (record !== undefined) return record
  }
  throw new HubError('HUB_SUBJECT_ACT_REFUSED', '同时有其他合并或分立，请再试一次')
}

/** What others held up time and again is tried anew, as where they took the number. @returns nothing, where nothing was written */
async function unlessHeldUp(writing: Promise<WriteOutcome[][]>): Promise<WriteOutcome[][]> {
  try {
    return await writing
  } catch (error) {
    if (error instanceof TransactionGivenUp) return []
    throw error
  }
}

async function namedSubjects(
  { subjectId, survivorId, successorIds }: ProposedAct,
  { reader }: DivisionContext,
): Promise<Map<string, ActedSubject>> {
  const ids = [subjectId, survivorId, ...(successorIds ?? [])].filter((id) => typeof id === 'string')
  const found = await reader.byIds(subjects, ids, undefined)
  return new Map(found.map((record) => [record.recordId, record as unknown as ActedSubject]))
}
