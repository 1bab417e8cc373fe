import { HubError } from '@hub/schema/errors/HubError'
import { type GraphQLSchema, OperationTypeNode } from 'graphql'
import type { FieldLevels } from '../../execution/answer/accessProfile.ts'
import type { TextAnswer } from '../../execution/executeOperation.ts'
import type { KnownOperation, ReadyOperation } from '../../execution/operationStore.ts'
import type { RequestContext } from '../../request/requestContext.ts'
import type { EvidenceLedger } from '../ledger/evidenceLedger.ts'
import type { EvidenceContent } from '../record/evidenceRecord.ts'
import { type HashAlgorithm, hashOf } from '../record/hashAlgorithm.ts'
import { wellFormed } from '../record/wellFormed.ts'
import { maskedVariables } from './maskedVariables.ts'

export interface AccessEvidenceOptions {
  /** Undefined when the hub has no database: then nothing above PUBLIC is answered. */
  readonly ledger: EvidenceLedger | undefined
  readonly levels: FieldLevels
  readonly algorithm: HashAlgorithm
  /** Share of reads of only PUBLIC data that leave a record each, from 0 to 1. */
  readonly publicSample: number
}

/** One answer, before it leaves. */
export interface AnsweredRequest {
  readonly context: Pick<RequestContext, 'caller' | 'client' | 'address' | 'requestId'>
  readonly schema: GraphQLSchema
  readonly ready: ReadyOperation
  readonly answer: TextAnswer
}

/** Keeps evidence of what is answered to whom. */
export class AccessEvidence {
  private readonly hashes = new WeakMap<KnownOperation, string>()

  constructor(private readonly options: AccessEvidenceOptions) {}

  /**
   * Resolves when the answer may leave. Reads of only PUBLIC data wait for nothing.
   * @throws HubError HUB_EVIDENCE_UNAVAILABLE when there is no evidence of an access above PUBLIC
   */
  async keep(answered: AnsweredRequest): Promise<void> {
    const { ledger, publicSample } = this.options
    const { compiled, known } = answered.ready
    const isChange = known.operation.operation === OperationTypeNode.MUTATION
    if (compiled.access?.isAbovePublic || (isChange && ledger)) {
      if (ledger === undefined) throw new HubError('HUB_EVIDENCE_UNAVAILABLE')
      await ledger.append(this.content(answered))
    } else if (compiled.program !== undefined && ledger !== undefined) {
      ledger.countPublicRead()
      if (Math.random() < publicSample) ledger.append(this.content(answered)).catch(() => undefined)
    }
  }

  private content({ context, schema, ready, answer }: AnsweredRequest): EvidenceContent {
    const { known, compiled, variables } = ready
    const { caller, role, unit, division, purpose, caseNo } = context.caller
    const optional = Object.entries({ unit, division, purpose, caseNo, client: context.client }).flatMap(
      ([name, value]) => (value === undefined ? [] : [[name, wellFormed(value)]]),
    )
    return {
      kind: 'ACCESS',
      at: new Date().toISOString(),
      caller: wellFormed(caller),
      role,
      operation: known.operation.name?.value ?? known.operation.operation,
      operationHash: this.hashOf(known),
      variables: wellFormed(maskedVariables(schema, this.options.levels, known.operation, variables)),
      subjectIds: answer.subjectIds ?? [],
      levels: compiled.access?.levels ?? [],
      fields: compiled.access?.fields ?? {},
      from: context.address,
      result: resultOf(answer),
      traceId: context.requestId,
      ...Object.fromEntries(optional),
    }
  }

  private hashOf(known: KnownOperation): string {
    const hash = this.hashes.get(known) ?? hashOf(this.options.algorithm, known.operation.loc?.source.body ?? '')
    this.hashes.set(known, hash)
    return hash
  }
}

function resultOf({ errors }: TextAnswer): string {
  if (errors.length === 0) return 'ANSWERED'
  return [...new Set(errors.map(({ extensions }) => String(extensions?.code ?? 'ERROR')))].sort().join(' ')
}
