import { bilingualIssue } from '@hub/schema/errors/bilingualIssue'
import { HubError } from '@hub/schema/errors/HubError'
import { type Decision, decisionOn } from '../../access/decision.ts'
import type { AgreementStore } from './agreementStore.ts'
import { type AgreementTerms, agreementTerms, formatOf } from './agreementTerms.ts'
import { type AgreementVersion, openProposal } from './exchangeAgreement.ts'

const AGREEMENT_ID = /^[a-z0-9][a-z0-9-]{0,60}$/

export interface AgreementActsParts {
  readonly store: AgreementStore
  /** @throws HubError for terms that name secrets, places or fields that this hub does not have */
  readonly refuse: (terms: AgreementTerms) => Promise<void>
  readonly clock?: () => Date
}

/** An act on one version of an agreement, and who does it. */
export interface VersionAct {
  readonly agreement: string
  readonly version: number
  readonly by: string
}

/**
 * How agreements come about, change and end: one person proposes, another one decides. Whether a caller's role may do
 * the act is for the caller to see to.
 */
export class AgreementActs {
  private readonly clock: () => Date

  constructor(private readonly parts: AgreementActsParts) {
    this.clock = parts.clock ?? (() => new Date())
  }

  /**
   * Proposes an agreement, or a new version of one.
   * @param given terms as they were sent
   * @throws HubError BAD_USER_INPUT naming every fault of the terms; HUB_AGREEMENT_FIELD_CLOSED and HUB_ENDPOINT_REFUSED for
   * what they cannot reach; HUB_AGREEMENT_CONFLICT while another proposal waits
   */
  async propose(agreement: string, given: unknown, { by, reason }: ProposedBy): Promise<AgreementVersion> {
    if (!AGREEMENT_ID.test(agreement))
      throw new HubError(
        'BAD_USER_INPUT',
        '协议编号须为小写字母、数字和连字符 / id: lower-case letters, digits, hyphens',
      )
    const parsed = agreementTerms.safeParse(given, { error: bilingualIssue })
    if (!parsed.success) {
      const faults = parsed.error.issues.map(({ path, message }) =>
        [path.join('.'), message].filter(Boolean).join(': '),
      )
      throw new HubError('BAD_USER_INPUT', `协议条款有误 / terms: ${faults.join('; ')}`)
    }
    const versions = await this.parts.store.versionsOf(agreement)
    const known = versions[0]?.terms.partner
    if (known !== undefined && known !== parsed.data.partner)
      throw new HubError('BAD_USER_INPUT', `该协议的接收单位是“${known}”，不能更换 / the partner of an agreement stays`)
    const first = versions.find(({ decision }) => decision?.outcome === 'APPROVED')
    const way = first && wayOf(first.terms)
    if (way !== undefined && way !== wayOf(parsed.data))
      throw new HubError(
        'BAD_USER_INPUT',
        `该协议的方式是 ${way}，不能更换，请终止后另立 / the way of an agreement stays: end it and make another`,
      )
    await this.parts.refuse(parsed.data)
    return this.add(versions, { agreement, kind: 'TERMS', terms: parsed.data, reason, proposedBy: by })
  }

  /**
   * Proposes that an agreement ends: from the approval on nothing is sent, and what stands at the partner is withdrawn.
   * @throws HubError BAD_USER_INPUT where none is in force; HUB_AGREEMENT_CONFLICT while another proposal waits
   */
  async end(agreement: string, { by, reason }: ProposedBy): Promise<AgreementVersion> {
    const versions = await this.parts.store.versionsOf(agreement)
    const last = versions.findLast(({ decision }) => decision?.outcome === 'APPROVED')
    if (last === undefined || last.kind === 'END')
      throw new HubError('BAD_USER_INPUT', `没有生效的协议 / no agreement in force: ${agreement.slice(0, 100)}`)
    return this.add(versions, { agreement, kind: 'END', terms: last.terms, reason, proposedBy: by })
  }

  /**
   * Approves what is proposed, if it can still be kept: fields, secrets and places may have gone since.
   * @throws HubError HUB_SECOND_PERSON_NEEDED for the proposer himself; HUB_AGREEMENT_CONFLICT for what does not wait;
   * as `propose` for what cannot be kept
   */
  approve(act: VersionAct): Promise<AgreementVersion> {
    return this.decide(act, 'APPROVED')
  }

  /** @throws HubError as `approve`, for who decides and what waits */
  reject(act: VersionAct): Promise<AgreementVersion> {
    return this.decide(act, 'REJECTED')
  }

  private async add(versions: readonly AgreementVersion[], proposal: Proposal): Promise<AgreementVersion> {
    const version = (versions.at(-1)?.version ?? 0) + 1
    const { agreement } = proposal
    const proposed = { ...proposal, _id: `${agreement}:${version}`, version, proposedAt: this.clock(), decision: null }
    if (openProposal(versions) !== undefined || !(await this.parts.store.add(proposed)))
      throw new HubError('HUB_AGREEMENT_CONFLICT', `协议 ${agreement} 已有待审批的版本 / a proposal waits already`)
    return proposed
  }

  private async decide({ agreement, version, by }: VersionAct, outcome: Outcome): Promise<AgreementVersion> {
    const versions = await this.parts.store.versionsOf(agreement)
    const waiting = openProposal(versions)
    if (waiting?.version !== version)
      throw new HubError('HUB_AGREEMENT_CONFLICT', `该版本不在待审批之列 / version ${version} does not wait`)
    const decision = decisionOn(waiting.proposedBy, { outcome, by, at: this.clock() })
    if (outcome === 'APPROVED' && waiting.kind === 'TERMS') await this.parts.refuse(waiting.terms)
    if (!(await this.parts.store.decide(waiting, decision)))
      throw new HubError('HUB_AGREEMENT_CONFLICT', `版本 ${version} 已由他人审批 / somebody else has decided it`)
    return { ...waiting, decision }
  }
}

/**
 * The way that an agreement's data go: what stands at the partner is withdrawn by the way that it came. A webhook may move
 * to another address, another database holds other rows.
 */
function wayOf(terms: AgreementTerms): string {
  const { mode, endpoint } = terms
  if (mode === 'PUSH') return `${mode} ${formatOf(terms)}`
  return mode === 'FRONT_DATABASE' ? `${mode} ${formatOf(terms)} ${endpoint}` : mode
}

export interface ProposedBy {
  readonly by: string
  readonly reason: string
}

type Outcome = Decision['outcome']
type Proposal = Pick<AgreementVersion, 'agreement' | 'kind' | 'terms' | 'reason' | 'proposedBy'>
