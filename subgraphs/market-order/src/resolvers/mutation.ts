import { deskMutations } from '@hub/kit/desk/deskMutations'
import type { DivisionContext } from '@hub/kit/server/divisionContext'
import { shanghaiDate } from '@hub/schema/calendar/shanghaiDate'
import { HubError } from '@hub/schema/errors/HubError'
import { type ProposedAct, undoing } from '../rules/subjectAct.ts'
import type { MergeKind } from '../rules/survivor.ts'
import { performAct, readActs } from './performAct.ts'
import { reissueIdentifier } from './reissueIdentifier.ts'

interface Decision {
  effectiveOn: string
  reason: string
}

/** What persons decide about who is who, and at the desk. */
export const mutation = {
  mergeSubjects: (
    _root: unknown,
    given: Decision & { subjectId: string; survivorId: string; mergeKind: MergeKind },
    context: DivisionContext,
  ) => performAct({ kind: 'MERGE', ...given }, context),
  splitSubject: (
    _root: unknown,
    given: Decision & { subjectId: string; successorIds: string[] },
    context: DivisionContext,
  ) => performAct({ kind: 'SPLIT', ...given }, context),
  undoSubjectAct: async (_root: unknown, given: { number: number; reason: string }, context: DivisionContext) => {
    const today = shanghaiDate(new Date())
    const act: ProposedAct | { refusal: string } = undoing(await readActs(context), given.number, given.reason, today)
    if ('refusal' in act) throw new HubError('HUB_SUBJECT_ACT_REFUSED', act.refusal)
    return performAct(act, context)
  },
  reissueIdentifier,
  ...deskMutations('market-order'),
}
