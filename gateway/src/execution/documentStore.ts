import { type DocumentNode, GraphQLError, type GraphQLSchema, parse, specifiedRules, validate } from 'graphql'
import type { Kept } from './boundedCache.ts'
import { existingRoots } from './existingRoots.ts'

/** A document that is fit for execution, or what is wrong with it. */
export type CheckedDocument =
  | { readonly document: DocumentNode; readonly errors?: undefined }
  | { readonly document?: undefined; readonly errors: readonly GraphQLError[] }

/** Refuses documents that would cost too much, by throwing; what is refused is not kept. */
export interface DocumentGuard {
  /** Looks at a text before it is parsed. */
  text(text: string): void
  /** Looks at a document before it is validated. */
  document(document: DocumentNode): void
}

/** Far above what people write, far below what would hold up the parser. */
const MAX_TOKENS = 20_000
/** More is not read by anyone, and each costs a search for names that may have been meant. */
const MAX_ERRORS = 20

/** A scalar that refuses a literal says BAD_USER_INPUT itself, as it does of a variable. */
function withCode(error: GraphQLError, code: string): GraphQLError {
  const { message, nodes, source, positions, path, extensions } = error
  return new GraphQLError(message, {
    nodes: nodes ?? null,
    source: source ?? null,
    positions: positions ?? null,
    path: path ?? null,
    extensions: { code: extensions.code ?? code },
  })
}

const RULES = [...specifiedRules, existingRoots]

/** Parses and validates documents against one schema, each text once. */
export class DocumentStore {
  /** @param kept what has been checked, each document weighing its characters */
  constructor(
    private readonly schema: GraphQLSchema,
    private readonly kept: Kept<CheckedDocument>,
    private readonly guard?: DocumentGuard | undefined,
  ) {}

  /** @throws what the guard throws */
  check(text: string): CheckedDocument {
    const known = this.kept.get(text)
    if (known !== undefined) return known
    this.guard?.text(text)
    const checked = this.parsed(text)
    this.kept.set(text, checked, text.length)
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
    this.guard?.document(document)
    const errors = validate(this.schema, document, RULES, { maxErrors: MAX_ERRORS })
    if (errors.length === 0) return { document }
    return { errors: errors.map((error) => withCode(error, 'GRAPHQL_VALIDATION_FAILED')) }
  }
}
