import { randomUUID } from 'node:crypto'
import { HubError } from '@hub/schema/errors/HubError'
import { type DigestAnswer, type DigestQuestion, digestAnswer } from '../reconciliation/tree/digestQuestion.ts'
import type { TreeNode } from '../reconciliation/tree/digestSums.ts'
import type { HeldEntry } from '../reconciliation/tree/heldEntry.ts'
import type { PartnerHoldings } from '../reconciliation/tree/partnerHoldings.ts'
import type { PartnerConnection } from './partnerConnection.ts'
import { type SignedParts, webhookHeaders } from './webhookSignature.ts'

/** What a partner answers about what it holds; it is asked under the signature of deliveries. */
export class AskedHoldings implements PartnerHoldings {
  constructor(
    private readonly connection: Pick<PartnerConnection, 'post'>,
    private readonly signing: Pick<SignedParts, 'keys' | 'schemes'>,
    private readonly families: readonly string[],
  ) {}

  async children(places: readonly string[]): Promise<readonly TreeNode[]> {
    return (await this.ask({ nodes: [...places], entries: [] })).nodes
  }

  async entries(places: readonly string[]): Promise<readonly HeldEntry[]> {
    return (await this.ask({ nodes: [], entries: [...places] })).entries
  }

  /** @throws HubError HUB_PARTNER_UNANSWERED where it does not answer, or what it answers is none */
  private async ask(question: Pick<DigestQuestion, 'nodes' | 'entries'>): Promise<DigestAnswer> {
    const body = JSON.stringify({ families: this.families, ...question })
    const signed = webhookHeaders({ id: `ask_${randomUUID()}`, body, ...this.signing }, new Date())
    const answer = await this.connection.post({ headers: { 'content-type': 'application/json', ...signed }, body })
    if (answer.kind !== 'TAKEN') throw new HubError('HUB_PARTNER_UNANSWERED', answer.reason)
    const read = digestAnswer.safeParse(asJson(answer.body))
    if (!read.success) throw new HubError('HUB_PARTNER_UNANSWERED', '答复不合约定 / not an answer to the question')
    return read.data
  }
}

function asJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
