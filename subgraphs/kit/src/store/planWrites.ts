import type { RecordFamily } from '../family/recordFamily.ts'
import { planChange } from './planChange.ts'
import { PlanDraft } from './planDraft.ts'
import { planPut } from './planPut.ts'
import { planUnlink } from './planUnlink.ts'
import type { StoreState, WritePlan } from './writePlan.ts'
import type { WriteContext, WriteRequest } from './writeRequest.ts'

/**
 * Decides, without touching the database, what a group of requests to one family means.
 * Requests are taken in order, so a row may correct the record that an earlier row of the group made.
 */
export function planWrites(
  family: RecordFamily,
  requests: readonly WriteRequest[],
  state: StoreState,
  context: WriteContext,
  now: Date,
): WritePlan {
  const draft = new PlanDraft(family, state, context, now)
  const outcomes = requests.map((request) => {
    if (request.kind === 'PUT') return planPut(draft, request)
    return request.kind === 'CHANGE' ? planChange(draft, request) : planUnlink(draft, request)
  })
  return { outcomes, ...draft.result() }
}
