import { type DocumentNode, GraphQLError, type GraphQLSchema, getVariableValues } from 'graphql'
import { BoundedCache } from './boundedCache.ts'
import { type CompiledOperation, compileOperation } from './compileOperation.ts'
import { conditionVariables } from './plan/conditions.ts'
import type { SupergraphPlanner } from './plan/queryPlanner.ts'
import { type SelectedOperation, selectOperation } from './plan/selectOperation.ts'

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

  constructor(
    private readonly schema: GraphQLSchema,
    private readonly planner: SupergraphPlanner,
    capacity: number,
  ) {
    this.known = new BoundedCache(capacity)
    this.compiled = new BoundedCache(capacity)
  }

  get size(): number {
    return this.compiled.size
  }

  /** @throws GraphQLError when there is no such operation, or a variable does not fit */
  ready({ documentKey, document, operationName, variables }: OperationRequest): ReadyOperation {
    const key = operationName ? `${operationName} ${documentKey}` : documentKey
    const known = this.known.get(key) ?? this.know(key, document, operationName)
    const given = variables ?? {}
    if (!known.hasVariables)
      return { selected: known.selected, variables: given, compiled: this.compile(key, known, {}) }
    const { errors, coerced } = getVariableValues(
      this.schema,
      known.selected.operation.variableDefinitions ?? [],
      given,
    )
    if (errors) throw wrongVariables(errors)
    return { selected: known.selected, variables: given, compiled: this.compile(key, known, coerced) }
  }

  private know(key: string, document: DocumentNode, operationName?: string | null): KnownOperation {
    const selected = selectOperation(document, operationName)
    const hasVariables = (selected.operation.variableDefinitions?.length ?? 0) > 0
    const known = { selected, hasVariables, conditionNames: conditionVariables(selected) }
    this.known.set(key, known)
    return known
  }

  private compile(key: string, known: KnownOperation, coerced: Readonly<Record<string, unknown>>): CompiledOperation {
    const bits = known.conditionNames.map((name) => (coerced[name] === true ? '1' : '0')).join('')
    const variant = bits === '' ? key : `${bits} ${key}`
    const compiled = this.compiled.get(variant)
    if (compiled !== undefined) {
      this.counts.hits += 1
      return compiled
    }
    this.counts.misses += 1
    const conditions = new Map(known.conditionNames.map((name) => [name, coerced[name] === true]))
    const fresh = compileOperation(this.schema, this.planner, known.selected, conditions)
    this.compiled.set(variant, fresh)
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
