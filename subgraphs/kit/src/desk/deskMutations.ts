import type { CallerClaims } from '@hub/schema/access/callerClaims'
import type { DivisionName } from '@hub/schema/divisions/divisions'
import type { DivisionContext } from '../server/divisionContext.ts'
import { confirmLink } from './acts/confirmLink.ts'
import { correctRow, ignoreRow, linkRow, resubmitRow, unlinkByHand } from './acts/deskActs.ts'
import { reportRow } from './acts/reportRow.ts'
import type { Desk } from './desk.ts'
import type { DeskAct } from './deskAct.ts'
import { shownAct } from './lists/shownAct.ts'
import { shownRow } from './lists/shownRow.ts'

/**
 * Resolvers of a division's desk in its Mutation. Root fields are named per division: one that four subgraphs shared would
 * be sent to an arbitrary one of them, and acts nested below a shared root would run side by side.
 */
export function deskMutations(division: DivisionName): Record<string, unknown> {
  const prefix = division.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase())
  return {
    [`${prefix}ReportRow`]: reported,
    [`${prefix}CorrectRow`]: act(correctRow),
    [`${prefix}IgnoreRow`]: act(ignoreRow),
    [`${prefix}ResubmitRow`]: act(resubmitRow),
    [`${prefix}LinkRow`]: act(linkRow),
    [`${prefix}UnlinkRecord`]: act(unlinkByHand),
    [`${prefix}ConfirmLink`]: act(confirmLink),
  }
}

type Act<Input> = (desk: Desk, input: Input, caller: CallerClaims) => Promise<DeskAct>

function act<Input>(perform: Act<Input>) {
  return async (_root: unknown, { input }: { input: Input }, { desk, caller }: DivisionContext) =>
    shownAct(desk, await perform(desk, input, caller))
}

async function reported(
  _root: unknown,
  { input }: { input: Parameters<typeof reportRow>[1] },
  { desk, caller }: DivisionContext,
) {
  const { receipt, recordId, waiting } = await reportRow(desk, input, caller)
  return { receipt, recordId, row: waiting === undefined ? null : shownRow(desk, waiting) }
}
