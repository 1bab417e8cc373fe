import { type DocumentNode, GraphQLError, type GraphQLSchema, parse, validate } from 'graphql'
import { BoundedCache } from './boundedCache.ts'

/** A document that is fit for execution, or what is wrong with it. */
export type CheckedDocument =
  | { readonly document: DocumentNode; readonly errors?: undefined }
  | { readonly document?: undefined; readonly errors: readonly GraphQLError[] }

/** Far above what people write, far below what would hold up the parser. */
const MAX_TOKENS = 20_000

function withCode(error: GraphQLError, code: string): GraphQLError {
  const { message, nodes, source, positions, path } = error
  return new GraphQLError(message, {
    nodes: nodes ?? null,
    source: source ?? null,
    positions: positions ?? null,
    path: path ?? null,
    extensions: { code },
  })
}

/** Parses and validates documents against one schema, each text once. */
export class DocumentStore {
  private readonly checked: BoundedCache<CheckedDocument>

  constructor(
    private readonly schema: GraphQLSchema,
    capacity: number,
  ) {
    this.checked = new BoundedCache(capacity)
  }

  check(text: string): CheckedDocument {
    const known = this.checked.get(text)
    if (known !== undefined) return known
    const checked = this.parsed(text)
    this.checked.set(text, checked)
    return checked
  }

  private parsed(text: string): CheckedDocument {
    let document: DocumentNode
    try {
      document = parse(text, { maxTokens: MAX_TOKENS })
    } catch (error) {
      if (!(error instanceof GraphQLError)) throw error
      return { errors: [withCode(error, 'GRAPHQL_PARSE_FAILED')] }
    }
    const errors = validate(this.schema, document)
    if (errors.length === 0) return { document }
    return { errors: errors.map((error) => withCode(error, 'GRAPHQL_VALIDATION_FAILED')) }
  }
}
