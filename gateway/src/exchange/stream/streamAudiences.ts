import type { DocumentNode, GraphQLSchema } from 'graphql'
import type { Audience } from '../../execution/audience.ts'
import { BoundedCache } from '../../execution/boundedCache.ts'
import { type CheckedDocument, type DocumentGuard, DocumentStore } from '../../execution/documentStore.ts'
import { selectOperation } from '../../execution/plan/selectOperation.ts'
import { type PageDocument, pageDocument } from './pageDocument.ts'
import { streamSchema } from './streamSchema.ts'

/** Of the documents of all audiences together. */
const KEPT_CHARACTERS = 200_000

/** What an audience may subscribe to. */
export interface StreamAudience {
  readonly schema: GraphQLSchema
  readonly documents: DocumentStore
  /** @throws GraphQLError OPERATION_RESOLUTION_FAILURE */
  page(document: DocumentNode, operationName: string | undefined): PageDocument
}

/** The subscriptions of each audience, made when the first asks for one. */
export class StreamAudiences {
  private readonly known = new WeakMap<Audience, StreamAudience>()
  private readonly kept = new BoundedCache<CheckedDocument>(KEPT_CHARACTERS)
  private count = 0

  constructor(private readonly guard: DocumentGuard) {}

  of(audience: Audience): StreamAudience {
    const known = this.known.get(audience) ?? this.make(audience)
    this.known.set(audience, known)
    return known
  }

  private make(audience: Audience): StreamAudience {
    const schema = streamSchema(audience.schema)
    /** One object for the same operation, by which the operations' store knows it. */
    const pages = new WeakMap<DocumentNode, Map<string, PageDocument>>()
    const page = (document: DocumentNode, operationName = ''): PageDocument => {
      const named = pages.get(document) ?? new Map<string, PageDocument>()
      pages.set(document, named)
      const made = named.get(operationName) ?? pageDocument(document, selectOperation(document, operationName))
      named.set(operationName, made)
      return made
    }
    this.count += 1
    return { schema, documents: new DocumentStore(schema, this.kept.part(String(this.count)), this.guard), page }
  }
}
