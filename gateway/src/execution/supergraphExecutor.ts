import { type GraphQLSchema, OperationTypeNode } from 'graphql'
import type { CallContext } from './divisions/divisionClient.ts'
import { DivisionClients } from './divisions/divisionClients.ts'
import { defaultExecutionSettings, type ExecutionSettings } from './divisions/executionSettings.ts'
import { executeOperation, type TextAnswer } from './executeOperation.ts'
import { type OperationRequest, OperationStore, type ReadyOperation } from './operationStore.ts'
import { PlannerThread } from './plan/plannerThread.ts'
import { supergraphPlanner } from './plan/supergraphPlanner.ts'
import { SharedWork } from './sharedWork.ts'

export interface ExecutableSupergraph {
  readonly sdl: string
  /** What clients may ask. */
  readonly apiSchema: GraphQLSchema
  readonly divisionUrls: ReadonlyMap<string, string>
}

/** What an operation's calls to divisions have in common. */
export type OperationContext = Omit<CallContext, 'deadlineAt'>

/** Executes operations over the divisions of one supergraph. */
export class SupergraphExecutor {
  readonly divisions: DivisionClients
  private readonly planner: PlannerThread
  private readonly operations: OperationStore
  private readonly shared = new SharedWork<TextAnswer>()
  readonly settings: ExecutionSettings
  readonly apiSchema: GraphQLSchema

  constructor({ sdl, apiSchema, divisionUrls }: ExecutableSupergraph, settings: Partial<ExecutionSettings> = {}) {
    this.apiSchema = apiSchema
    this.settings = { ...defaultExecutionSettings, ...settings }
    this.planner = new PlannerThread({ sdl, ...this.settings.planning })
    const planner = supergraphPlanner(sdl, (canonical) => this.planner.plan(canonical))
    this.operations = new OperationStore(apiSchema, planner, this.settings.keptOperations)
    this.divisions = new DivisionClients(divisionUrls, this.settings)
  }

  /**
   * Answers a validated operation. Divisions at fault are told in the answer.
   * @throws GraphQLError when the request itself is at fault: no such operation, variables that do not fit
   * @throws ExchangeBroken when the client has hung up
   */
  execute(request: OperationRequest, context: OperationContext = {}): Promise<TextAnswer> {
    const operation = this.operations.ready(request)
    if (operation instanceof Promise) return operation.then((ready) => this.executeReady(ready, request, context))
    return this.executeReady(operation, request, context)
  }

  private executeReady(
    operation: ReadyOperation,
    request: OperationRequest,
    context: OperationContext,
  ): Promise<TextAnswer> {
    const { accessKey } = context
    const isQuery = operation.selected.operation.operation === OperationTypeNode.QUERY
    if (!this.settings.shareEqualQueries || accessKey === undefined || !isQuery) return this.run(operation, context)
    const key = JSON.stringify([accessKey, request.operationName, operation.variables, request.documentKey])
    return this.shared.run(key, context.cancellation, (cancellation) =>
      this.run(operation, { ...context, cancellation }),
    )
  }

  private run(operation: ReadyOperation, context: OperationContext): Promise<TextAnswer> {
    const { operationMillis } = this.settings
    const call = this.divisions.caller({ ...context, deadlineAt: performance.now() + operationMillis })
    return executeOperation(operation, call, operationMillis)
  }

  async close(): Promise<void> {
    await Promise.all([this.divisions.close(), this.planner.close()])
  }
}
