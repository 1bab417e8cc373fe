import { type AdministrativeAct, mayAct } from '@hub/schema/access/administrativeActs'
import type { CallerClaims } from '@hub/schema/access/callerClaims'
import { HubError } from '@hub/schema/errors/HubError'
import type { InProcessContext } from '../../execution/divisions/inProcessDivision.ts'
import type { AgreementActs } from '../agreements/agreementActs.ts'
import { givenTerms, toldVersion } from './agreementFields.ts'

interface Reasoned {
  readonly agreement: string
  readonly reason: string
}
interface Decided {
  readonly agreement: string
  readonly version: number
}

/** Who does an act. @throws HubError HUB_ACT_FORBIDDEN when it is not his */
export function actor(caller: CallerClaims, act: AdministrativeAct): string {
  if (!mayAct(caller, act)) throw new HubError('HUB_ACT_FORBIDDEN')
  return caller.caller
}

/** A reason as it is kept. @throws HubError BAD_USER_INPUT for none */
export function reasonOf(text: string): string {
  const reason = text.trim()
  if (reason.length >= 1 && reason.length <= 1_000) return reason
  throw new HubError('BAD_USER_INPUT', '请写明理由（1–1000 字） / give a reason')
}

/** Mutations about agreements; that they were meant, and how they went, is in the evidence of every mutation. */
export function agreementMutations(acts: AgreementActs) {
  return {
    proposeAgreement: async (
      _: unknown,
      { agreement, terms, reason }: Reasoned & { readonly terms: Readonly<Record<string, unknown>> },
      { caller }: InProcessContext,
    ) => {
      const by = actor(caller, 'AGREEMENT_PROPOSE')
      return toldVersion(await acts.propose(agreement, givenTerms(terms), { by, reason: reasonOf(reason) }))
    },
    endAgreement: async (_: unknown, { agreement, reason }: Reasoned, { caller }: InProcessContext) => {
      const by = actor(caller, 'AGREEMENT_PROPOSE')
      return toldVersion(await acts.end(agreement, { by, reason: reasonOf(reason) }))
    },
    approveAgreement: async (_: unknown, { agreement, version }: Decided, { caller }: InProcessContext) =>
      toldVersion(await acts.approve({ agreement, version, by: actor(caller, 'AGREEMENT_DECIDE') })),
    rejectProposal: async (_: unknown, { agreement, version }: Decided, { caller }: InProcessContext) =>
      toldVersion(await acts.reject({ agreement, version, by: actor(caller, 'AGREEMENT_DECIDE') })),
  }
}
