import { type GraphQLSchema, OperationTypeNode } from 'graphql'
import type { DivisionTrust } from '../access/hop/divisionTrust.ts'
import { noTrust } from '../access/hop/noTrust.ts'
import type { Audience } from './audience.ts'
import { BoundedCache } from './boundedCache.ts'
import type { CompiledOperation } from './compileOperation.ts'
import type { CallContext } from './divisions/divisionClient.ts'
import { DivisionClients, type DivisionWays } from './divisions/divisionClients.ts'
import { defaultExecutionSettings, type ExecutionSettings } from './divisions/executionSettings.ts'
import { type CheckedDocument, DocumentStore } from './documentStore.ts'
import { executeOperation, type TextAnswer } from './executeOperation.ts'
import { type ExecutionObserver, nobodyListens } from './executionObserver.ts'
import { OperationStore, type ReadyOperation, type StoreCounts } from './operationStore.ts'
import { PlannerThread } from './plan/plannerThread.ts'
import { type SupergraphPlanner, supergraphPlanner } from './plan/supergraphPlanner.ts'
import { SharedWork } from './sharedWork.ts'
import { staleIfError } from './stale/staleIfError.ts'
import { StaleMemory } from './stale/staleMemory.ts'

export interface ExecutableSupergraph extends DivisionWays {
  readonly sdl: string
}

/** What an operation's calls to divisions have in common. */
export interface OperationContext extends Omit<CallContext, 'deadlineAt'> {
  /** Equal for callers whom every division tells the same: for them it may stand in for itself when it is out. */
  readonly rights?: string | undefined
}

/** An operation weighs its document and all that it asks, which comes to about this many times the document. */
const DOCUMENT_SHARE = 3

/** Executes operations over the divisions of one supergraph. */
export class SupergraphExecutor {
  readonly divisions: DivisionClients
  private readonly thread: PlannerThread
  private readonly planner: SupergraphPlanner
  private readonly shared = new SharedWork<TextAnswer>()
  /** What divisions have said, for when they are out. */
  readonly stale: StaleMemory
  /** How often operations of all audiences were found compiled. */
  readonly planCounts: StoreCounts = { hits: 0, misses: 0 }
  /** What has been parsed and compiled for any audience. */
  readonly keptDocuments: BoundedCache<CheckedDocument>
  readonly keptOperations: BoundedCache<CompiledOperation>
  private audienceCount = 0
  private readonly settings: ExecutionSettings

  constructor(
    { sdl, ...ways }: ExecutableSupergraph,
    settings: Partial<ExecutionSettings> = {},
    trust: DivisionTrust = noTrust,
    private readonly observer: ExecutionObserver = nobodyListens,
  ) {
    this.settings = { ...defaultExecutionSettings, ...settings }
    this.thread = new PlannerThread({ sdl, ...this.settings.planning })
    this.planner = supergraphPlanner(sdl, (canonical) => this.thread.plan(canonical))
    this.divisions = new DivisionClients(ways, { settings: this.settings, trust, observer })
    this.stale = new StaleMemory(this.settings.stale)
    this.keptDocuments = new BoundedCache(this.settings.keptCharacters / DOCUMENT_SHARE)
    this.keptOperations = new BoundedCache(this.settings.keptCharacters)
  }

  /**
   * An audience of the supergraph, with nothing kept for it yet.
   * @param key told from every other audience by it
   * @param schema what it may ask: the supergraph's API schema or a part of it
   */
  audience(key: string, schema: GraphQLSchema): Audience {
    const { documentGuard, levels } = this.settings
    this.audienceCount += 1
    const part = String(this.audienceCount)
    const documents = new DocumentStore(schema, this.keptDocuments.part(part), documentGuard)
    const kept = this.keptOperations.part(part)
    const operations = new OperationStore(schema, this.planner, kept, this.planCounts, levels)
    return { key, schema, documents, operations }
  }

  /**
   * Answers an operation. Divisions at fault are told in the answer.
   * @throws ExchangeBroken when the client has hung up
   */
  execute(ready: ReadyOperation, context: OperationContext = {}): Promise<TextAnswer> {
    const { accessKey, cancellation } = context
    const { known, variables } = ready
    const isQuery = known.operation.operation === OperationTypeNode.QUERY
    if (!this.settings.shareEqualQueries || accessKey === undefined || !isQuery) return this.run(ready, context)
    const key = `${accessKey} ${known.id} ${JSON.stringify(variables)}`
    return this.shared.run(key, cancellation, (own) => this.run(ready, { ...context, cancellation: own }))
  }

  private run(ready: ReadyOperation, context: OperationContext): Promise<TextAnswer> {
    const { operationMillis, stale } = this.settings
    const { rights, ...calls } = context
    const call = this.divisions.caller({ ...calls, deadlineAt: performance.now() + operationMillis })
    if (rights === undefined || stale.maxAgeMillis === 0) return executeOperation(ready, call, operationMillis)
    const standIn = staleIfError(call, { memory: this.stale, rights, observer: this.observer })
    return executeOperation(ready, standIn, operationMillis)
  }

  async close(): Promise<void> {
    await Promise.all([this.divisions.close(), this.thread.close()])
  }
}
