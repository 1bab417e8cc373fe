import type { GraphQLSchema } from 'graphql'
import type { DocumentStore } from './documentStore.ts'
import type { OperationStore } from './operationStore.ts'

/** Callers who may see one and the same schema: what is parsed, validated and compiled for one of them is so for all. */
export interface Audience {
  /** Told from every other audience by it. */
  readonly key: string
  /** What they may ask. */
  readonly schema: GraphQLSchema
  readonly documents: DocumentStore
  readonly operations: OperationStore
}
