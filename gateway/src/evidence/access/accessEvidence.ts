import type { ErrorCode } from '@hub/schema/errors/errorCatalogue'
import { HubError } from '@hub/schema/errors/HubError'
import { type GraphQLSchema, OperationTypeNode } from 'graphql'
import type { FieldLevels } from '../../execution/answer/accessProfile.ts'
import type { TextAnswer } from '../../execution/executeOperation.ts'
import type { KnownOperation, ReadyOperation } from '../../execution/operationStore.ts'
import type { RequestContext } from '../../request/requestContext.ts'
import type { EvidenceLedger } from '../ledger/evidenceLedger.ts'
import type { EvidenceContent } from '../record/evidenceRecord.ts'
import { type HashAlgorithm, hashOf } from '../record/hashAlgorithm.ts'
import { maskedVariables } from './maskedVariables.ts'
import { usedGrounds } from './usedGrounds.ts'

export interface AccessEvidenceOptions {
  /** Undefined when the hub has no database: then nothing above PUBLIC is answered. */
  readonly ledger: EvidenceLedger | undefined
  readonly levels: FieldLevels
  readonly algorithm: HashAlgorithm
  /** Share of reads of only PUBLIC data that leave a record each, from 0 to 1. */
  readonly publicSample: number
}

/** An operation that is about to be carried out. */
export interface AdmittedRequest {
  readonly context: Pick<RequestContext, 'caller' | 'grounds' | 'client' | 'address' | 'requestId'>
  readonly schema: GraphQLSchema
  readonly ready: ReadyOperation
}

/** What has been read, before it leaves. */
export interface AnsweredRequest extends AdmittedRequest {
  readonly answer: TextAnswer
}

type Writable<T> = { -readonly [Name in keyof T]: T[Name] }

/** Keeps evidence of what is answered to whom. */
export class AccessEvidence {
  private readonly hashes = new WeakMap<KnownOperation, string>()

  constructor(private readonly options: AccessEvidenceOptions) {}

  /**
   * Carries out an operation with evidence of it: of a change before it begins, of any access before its answer leaves.
   * Reads of only PUBLIC data wait for nothing.
   * @throws HubError HUB_EVIDENCE_UNAVAILABLE when there is no evidence of an access above PUBLIC; HUB_CHANGE_NOT_BEGUN,
   *   HUB_CHANGE_UNCONFIRMED when there is none that a change was meant, or of how it went
   */
  async around(admitted: AdmittedRequest, run: () => Promise<TextAnswer>): Promise<TextAnswer> {
    if (isChange(admitted.ready)) return this.change(admitted, run)
    const answer = await run()
    await this.keep({ ...admitted, answer })
    return answer
  }

  private async change(admitted: AdmittedRequest, run: () => Promise<TextAnswer>): Promise<TextAnswer> {
    const { ledger } = this.options
    // Without a database nothing can be kept; then only what touches nothing above PUBLIC is done.
    if (ledger === undefined && admitted.ready.compiled.access?.isAbovePublic)
      throw new HubError('HUB_CHANGE_NOT_BEGUN')
    const keep = async (content: EvidenceContent, otherwise: ErrorCode): Promise<void> => {
      await ledger?.append(content).catch((cause) => {
        throw new HubError(otherwise, undefined, { cause })
      })
    }
    await keep({ ...this.content(admitted, 'INTENDED'), kind: 'INTENT' }, 'HUB_CHANGE_NOT_BEGUN')
    let answer: TextAnswer | undefined
    try {
      answer = await run()
    } finally {
      // Also of one whose caller has hung up: what it did by then it did.
      const result = answer === undefined ? 'ABANDONED' : resultOf(answer)
      await keep(this.content(admitted, result, answer?.subjectIds), 'HUB_CHANGE_UNCONFIRMED')
    }
    return answer
  }

  /**
   * Keeps what was read; resolves when the answer may leave.
   * @throws HubError HUB_EVIDENCE_UNAVAILABLE when there is no evidence of an access above PUBLIC
   */
  async keep({ answer, ...admitted }: AnsweredRequest): Promise<void> {
    const { ledger, publicSample } = this.options
    const { compiled } = admitted.ready
    const content = (): EvidenceContent => this.content(admitted, resultOf(answer), answer.subjectIds)
    if (compiled.access?.isAbovePublic) {
      if (ledger === undefined) throw new HubError('HUB_EVIDENCE_UNAVAILABLE')
      await ledger.append(content())
    } else if (compiled.program !== undefined && ledger !== undefined) {
      ledger.countPublicRead()
      if (Math.random() < publicSample) ledger.append(content()).catch(() => undefined)
    }
  }

  private content(
    { context, schema, ready }: AdmittedRequest,
    result: string,
    subjectIds: readonly string[] = [],
  ): EvidenceContent {
    const { known, compiled, variables } = ready
    const { caller, role, unit, division, purpose, caseNo } = context.caller
    const { client } = context
    const grounds = context.grounds && compiled.access && usedGrounds(context.grounds, compiled.access, subjectIds)
    // Member by member: an object that is spread or made of entries is slow for everything that reads it later.
    // Text as it comes back from the database, without halves of characters: else the record would not verify.
    const content: Writable<EvidenceContent> = {
      kind: 'ACCESS',
      at: new Date().toISOString(),
      caller: caller.toWellFormed(),
      role,
      operation: known.operation.name?.value ?? known.operation.operation,
      operationHash: this.hashOf(known),
      variables: maskedVariables(schema, this.options.levels, known.operation, variables),
      subjectIds,
      levels: compiled.access?.levels ?? [],
      fields: compiled.access?.fields ?? {},
      from: context.address,
      result,
      traceId: context.requestId,
    }
    if (unit !== undefined) content.unit = unit.toWellFormed()
    if (division !== undefined) content.division = division
    if (purpose !== undefined) content.purpose = purpose.toWellFormed()
    if (caseNo !== undefined) content.caseNo = caseNo.toWellFormed()
    if (client !== undefined) content.client = client.toWellFormed()
    if (grounds !== undefined && grounds.length > 0) content.grounds = grounds
    return content
  }

  private hashOf(known: KnownOperation): string {
    const hash = this.hashes.get(known) ?? hashOf(this.options.algorithm, known.operation.loc?.source.body ?? '')
    this.hashes.set(known, hash)
    return hash
  }
}

function isChange({ known }: ReadyOperation): boolean {
  return known.operation.operation === OperationTypeNode.MUTATION
}

function resultOf({ errors }: TextAnswer): string {
  if (errors.length === 0) return 'ANSWERED'
  return [...new Set(errors.map(({ extensions }) => String(extensions?.code ?? 'ERROR')))].sort().join(' ')
}
