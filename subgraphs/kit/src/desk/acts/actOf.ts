import type { CallerClaims } from '@hub/schema/access/callerClaims'
import { HubError } from '@hub/schema/errors/HubError'
import { newId } from '../../store/newId.ts'
import type { ActKind, DeskAct } from '../deskAct.ts'

/** Longest reason, in characters. */
const MAX_REASON = 500

/**
 * The parts that every act has: who, when and why.
 * @throws HubError BAD_USER_INPUT for a reason that says nothing or too much
 */
export function actOf(kind: ActKind, reason: string, { caller, role, unit }: CallerClaims) {
  const told = reason.trim()
  if (told === '' || told.length > MAX_REASON) {
    throw new HubError('BAD_USER_INPUT', `办理须写明理由，不超过 ${MAX_REASON} 字`)
  }
  const at = new Date()
  return { _id: newId(at.getTime()), kind, caller, role, unit, at, reason: told } satisfies Partial<DeskAct>
}
