import { HubError } from '@hub/schema/errors/HubError'
import { type DocumentNode, GraphQLError, type GraphQLSchema, getVariableValues } from 'graphql'
import { BoundedCache } from './boundedCache.ts'
import { type CompiledOperation, compileOperation } from './compileOperation.ts'
import { conditionVariables } from './plan/conditions.ts'
import { type SelectedOperation, selectOperation } from './plan/selectOperation.ts'
import type { SupergraphPlanner } from './plan/supergraphPlanner.ts'

/** A client's request whose document has been parsed and validated. */
export interface OperationRequest {
  /** The same text, the same key: what an operation is known by from one request to the next. */
  readonly documentKey: string
  readonly document: DocumentNode
  readonly operationName?: string | null | undefined
  readonly variables?: Readonly<Record<string, unknown>> | null | undefined
}

/** An operation that is ready to run, with its variables checked. */
export interface ReadyOperation {
  readonly compiled: CompiledOperation
  readonly selected: SelectedOperation
  /** As the client sent them; a division applies the defaults. */
  readonly variables: Readonly<Record<string, unknown>>
}

interface KnownOperation {
  readonly selected: SelectedOperation
  readonly conditionNames: readonly string[]
  readonly hasVariables: boolean
}

/** How often operations were found ready, and how often they had to be planned. */
export interface StoreCounts {
  hits: number
  misses: number
}

/** Compiled operations of one audience's schema. */
export class OperationStore {
  readonly counts: StoreCounts = { hits: 0, misses: 0 }
  private readonly known: BoundedCache<KnownOperation>
  private readonly compiled: BoundedCache<CompiledOperation>
  /** Operations that cannot be planned, so that nobody has to find that out again. */
  private readonly refused: BoundedCache<HubError>
  private readonly underWay = new Map<string, Promise<CompiledOperation>>()

  constructor(
    private readonly schema: GraphQLSchema,
    private readonly planner: SupergraphPlanner,
    capacity: number,
  ) {
    this.known = new BoundedCache(capacity)
    this.compiled = new BoundedCache(capacity)
    this.refused = new BoundedCache(capacity)
  }

  get size(): number {
    return this.compiled.size
  }

  /**
   * At once when the operation is known, after planning otherwise.
   * @throws GraphQLError when there is no such operation, a variable does not fit, or there is no plan
   */
  ready({
    documentKey,
    document,
    operationName,
    variables,
  }: OperationRequest): ReadyOperation | Promise<ReadyOperation> {
    const key = operationName ? `${operationName} ${documentKey}` : documentKey
    const known = this.known.get(key) ?? this.know(key, document, operationName)
    const given = variables ?? {}
    const { selected } = known
    const compiled = this.compile(key, known, known.hasVariables ? this.coerced(known, given) : {})
    if (!(compiled instanceof Promise)) return { selected, variables: given, compiled }
    return compiled.then((fresh) => ({ selected, variables: given, compiled: fresh }))
  }

  private coerced({ selected }: KnownOperation, given: Readonly<Record<string, unknown>>): Record<string, unknown> {
    const { errors, coerced } = getVariableValues(this.schema, selected.operation.variableDefinitions ?? [], given)
    if (errors) throw wrongVariables(errors)
    return coerced
  }

  private know(key: string, document: DocumentNode, operationName?: string | null): KnownOperation {
    const selected = selectOperation(document, operationName)
    const hasVariables = (selected.operation.variableDefinitions?.length ?? 0) > 0
    const known = { selected, hasVariables, conditionNames: conditionVariables(selected) }
    this.known.set(key, known)
    return known
  }

  private compile(
    key: string,
    known: KnownOperation,
    coerced: Readonly<Record<string, unknown>>,
  ): CompiledOperation | Promise<CompiledOperation> {
    const bits = known.conditionNames.map((name) => (coerced[name] === true ? '1' : '0')).join('')
    const variant = bits === '' ? key : `${bits} ${key}`
    const compiled = this.compiled.get(variant)
    if (compiled === undefined) return this.compileFresh(variant, known, coerced)
    this.counts.hits += 1
    return compiled
  }

  private compileFresh(
    variant: string,
    { selected, conditionNames }: KnownOperation,
    coerced: Readonly<Record<string, unknown>>,
  ): Promise<CompiledOperation> {
    this.counts.misses += 1
    const refusal = this.refused.get(variant)
    if (refusal !== undefined) throw refusal
    const underWay = this.underWay.get(variant)
    if (underWay !== undefined) return underWay
    const conditions = new Map(conditionNames.map((name) => [name, coerced[name] === true]))
    const fresh = compileOperation(this.schema, this.planner, selected, conditions)
      .then(
        (compiled) => {
          this.compiled.set(variant, compiled)
          return compiled
        },
        (error: unknown) => {
          if (error instanceof HubError) this.refused.set(variant, error)
          throw error
        },
      )
      .finally(() => this.underWay.delete(variant))
    this.underWay.set(variant, fresh)
    return fresh
  }
}

/** The first fault leads; graphql-js stops at fifty. */
function wrongVariables(errors: readonly GraphQLError[]): GraphQLError {
  const [first] = errors
  return new GraphQLError(errors.map(({ message }) => message).join('\n'), {
    nodes: first?.nodes ?? null,
    extensions: { code: 'BAD_USER_INPUT' },
  })
}
