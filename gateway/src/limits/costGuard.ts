import type { CallerClaims } from '@hub/schema/access/callerClaims'
import { HubError } from '@hub/schema/errors/HubError'
import type { GraphQLSchema } from 'graphql'
import type { KnownOperation, VariableValues } from '../execution/operationStore.ts'
import type { CallerBudget } from './callerBudget.ts'
import { type CostDirectives, noCostDirectives } from './costDirectives.ts'
import { type OperationCost, operationCost } from './operationCost.ts'

/** What an operation was taken to cost, in objects read. */
export interface SpentCost {
  readonly estimated: number
  /** What one operation may cost. */
  readonly allowed: number
  /** What the caller has left for this minute. */
  readonly remaining: number
}

/** Who pays: the caller, or for whoever has not said who he is, his address. */
export interface Payer {
  readonly caller: CallerClaims
  readonly address: string
}

/** Estimates what operations cost, and takes it from their callers' budgets. */
export class CostGuard {
  private readonly costs = new WeakMap<KnownOperation, OperationCost>()

  constructor(
    private readonly allowed: number,
    private readonly budget: CallerBudget,
    private readonly declared: CostDirectives = noCostDirectives,
  ) {}

  /**
   * @throws HubError HUB_COST_EXCEEDED when the operation is too costly for anyone
   * @throws RequestRefusal HUB_BUDGET_EXHAUSTED when it is so for this caller now
   */
  async spend(
    payer: Payer,
    schema: GraphQLSchema,
    operation: KnownOperation,
    variables: VariableValues = {},
  ): Promise<SpentCost> {
    const estimated = this.estimate(schema, operation, variables)
    const remaining = await this.charge(payer, estimated)
    return { estimated, allowed: this.allowed, remaining }
  }

  /** What an operation is estimated to cost. @throws HubError HUB_COST_EXCEEDED when it is too costly for anyone */
  estimate(schema: GraphQLSchema, operation: KnownOperation, variables: VariableValues): number {
    const { allowed } = this
    const cost = this.costOf(schema, operation)(variables)
    if (cost > allowed) throw new HubError('HUB_COST_EXCEEDED', undefined, { details: { cost, allowed } })
    return cost
  }

  /**
   * Takes what was read from its reader's budget.
   * @returns what is left
   * @throws RequestRefusal HUB_BUDGET_EXHAUSTED
   */
  charge({ caller: { role, caller }, address }: Payer, cost: number): Promise<number> {
    return this.budget.spend(role === 'PUBLIC' ? address : `${role} ${caller}`, cost)
  }

  private costOf(schema: GraphQLSchema, operation: KnownOperation): OperationCost {
    const cost = this.costs.get(operation) ?? operationCost(schema, operation, this.declared)
    this.costs.set(operation, cost)
    return cost
  }
}
