import { HubError } from '@hub/schema/errors/HubError'
import { type DocumentNode, GraphQLError, type GraphQLSchema, getVariableValues } from 'graphql'
import type { FieldLevels } from './answer/accessProfile.ts'
import { BoundedCache, type Kept } from './boundedCache.ts'
import { type CompiledOperation, compileOperation } from './compileOperation.ts'
import { conditionVariables } from './plan/conditions.ts'
import { type SelectedOperation, selectOperation } from './plan/selectOperation.ts'
import type { SupergraphPlanner } from './plan/supergraphPlanner.ts'

/** Values of variables as a client sent them. */
export type VariableValues = Readonly<Record<string, unknown>>

/** One operation of a document that has been validated. */
export interface KnownOperation extends SelectedOperation {
  /** Different for every operation of the store. */
  readonly id: number
  /** Variables that `@skip` and `@include` depend on. */
  readonly conditionNames: readonly string[]
  /** Characters of its document. */
  readonly characters: number
}

/** An operation that is ready to run, with its variables checked. */
export interface ReadyOperation {
  readonly known: KnownOperation
  readonly compiled: CompiledOperation
  /** As the client sent them; a division applies the defaults. */
  readonly variables: VariableValues
}

/** How often operations were found ready, and how often they had to be planned. */
export interface StoreCounts {
  hits: number
  misses: number
}

interface Refusal {
  readonly error: HubError
  /** Milliseconds of the epoch. */
  readonly until: number
}

/** What was too complex to be planned in time may not be so when the machine is less busy; what has no plan never has one. */
const TOO_COMPLEX_MILLIS = 60_000
const KEPT_REFUSALS = 200
const refusedMillis = ({ code }: HubError): number =>
  code === 'HUB_OPERATION_TOO_COMPLEX' ? TOO_COMPLEX_MILLIS : Number.POSITIVE_INFINITY

/** Compiled operations of one audience's schema. */
export class OperationStore {
  /** By the operation's name, which is empty for the only one of a document. */
  private readonly known = new WeakMap<DocumentNode, Map<string, KnownOperation>>()
  /** Operations that cannot be planned, so that nobody has to find that out again too soon. */
  private readonly refused = new BoundedCache<Refusal>(KEPT_REFUSALS)
  private readonly underWay = new Map<string, Promise<CompiledOperation>>()
  private lastId = 0

  /** @param kept what has been compiled, each operation weighing the characters of its document and of what it asks */
  constructor(
    private readonly schema: GraphQLSchema,
    private readonly planner: SupergraphPlanner,
    private readonly kept: Kept<CompiledOperation>,
    /** Shared by the stores of all audiences. */
    private readonly counts: StoreCounts = { hits: 0, misses: 0 },
    private readonly levels?: FieldLevels | undefined,
  ) {}

  /**
   * The operation that a request means.
   * @param document valid, and the same object whenever the text is the same
   * @throws GraphQLError OPERATION_RESOLUTION_FAILURE when there is no such operation, or several and none is named
   */
  find(document: DocumentNode, name = ''): KnownOperation {
    let operations = this.known.get(document)
    if (operations === undefined) {
      operations = new Map()
      this.known.set(document, operations)
    }
    const known = operations.get(name)
    if (known !== undefined) return known
    const selected = selectOperation(document, name)
    this.lastId += 1
    const characters = document.loc?.source.body.length ?? 0
    const found = { ...selected, id: this.lastId, conditionNames: conditionVariables(selected), characters }
    operations.set(name, found)
    return found
  }

  /**
   * At once when the operation has been compiled, after planning otherwise.
   * @throws GraphQLError BAD_USER_INPUT when a variable does not fit, HUB_OPERATION_UNANSWERABLE or
   * HUB_OPERATION_TOO_COMPLEX when there is no plan
   */
  ready(known: KnownOperation, variables: VariableValues = {}): ReadyOperation | Promise<ReadyOperation> {
    const compiled = this.compile(known, this.coerced(known, variables))
    if (!(compiled instanceof Promise)) return { known, variables, compiled }
    return compiled.then((fresh) => ({ known, variables, compiled: fresh }))
  }

  private coerced({ operation }: KnownOperation, given: VariableValues): VariableValues {
    const { variableDefinitions = [] } = operation
    if (variableDefinitions.length === 0) return {}
    const { errors, coerced } = getVariableValues(this.schema, variableDefinitions, given)
    if (errors) throw wrongVariables(errors)
    return coerced
  }

  private compile(known: KnownOperation, coerced: VariableValues): CompiledOperation | Promise<CompiledOperation> {
    const bits = known.conditionNames.map((name) => (coerced[name] === true ? '1' : '0')).join('')
    const variant = `${known.id} ${bits}`
    const compiled = this.kept.get(variant)
    if (compiled === undefined) return this.compileFresh(variant, known, coerced)
    this.counts.hits += 1
    return compiled
  }

  private compileFresh(variant: string, known: KnownOperation, coerced: VariableValues): Promise<CompiledOperation> {
    this.counts.misses += 1
    const refusal = this.refused.get(variant)
    if (refusal !== undefined && refusal.until > Date.now()) throw refusal.error
    const underWay = this.underWay.get(variant)
    if (underWay !== undefined) return underWay
    const conditions = new Map(known.conditionNames.map((name) => [name, coerced[name] === true]))
    const fresh = compileOperation(this.schema, this.planner, known, conditions, this.levels)
      .then(
        (compiled) => {
          this.kept.set(variant, compiled, known.characters + compiled.askedCharacters)
          return compiled
        },
        (error: unknown) => {
          if (error instanceof HubError) this.refused.set(variant, { error, until: Date.now() + refusedMillis(error) })
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
