import { HubError } from '@hub/schema/errors/HubError'
import type { DeskQuestion, DivisionDesks } from '../../reports/divisionDesks.ts'
import type { ConsentTerms } from './consent.ts'

const LOOK_UP = 'query Grantee($id: ID) { enterprise(subjectId: $id) { subjectId mergedIntoId } }'

interface FoundEnterprise {
  readonly subjectId: string
  readonly mergedIntoId: string | null
}

/** By whose right, and for how long, the index is asked. */
export type LookUp = Pick<DeskQuestion, 'caller' | 'millis' | 'signal'>

/**
 * Why an enterprise can be no grantee: it is not in the index, or has merged into another, which reads by its own id. Other
 * grantees are named by their issuers, of whom the hub has no list.
 * @returns undefined where nothing stands against it
 * @throws HubError HUB_DIVISION_UNAVAILABLE where the index cannot be asked: that is no denial
 */
export async function granteeFault(
  desks: Pick<DivisionDesks, 'ask'>,
  { granteeKind, grantee }: Pick<ConsentTerms, 'granteeKind' | 'grantee'>,
  by: LookUp,
): Promise<string | undefined> {
  if (granteeKind !== 'ENTERPRISE') return undefined
  const { caller, millis, signal } = by
  const asked = { caller, millis, signal, text: LOOK_UP, variables: { id: grantee } }
  const answer = await desks.ask({ division: 'market-order', ...asked })
  if ('behind' in answer) throw new HubError('HUB_DIVISION_UNAVAILABLE')
  const { enterprise } = answer.data as { enterprise: FoundEnterprise | null }
  if (enterprise === null) return `没有这家企业 / no such enterprise: ${grantee}`
  if (enterprise.mergedIntoId === null) return undefined
  return `该企业已并入，请授权存续企业 / it has merged, name the survivor: ${enterprise.mergedIntoId}`
}
