import { GraphQLError, Lexer, Source, TokenKind } from 'graphql'
import { refuseOver } from './refuseOver.ts'
import type { RequestLimits } from './requestLimits.ts'

const OPENING: ReadonlySet<string> = new Set([TokenKind.BRACE_L, TokenKind.BRACKET_L, TokenKind.PAREN_L])
const CLOSING: ReadonlySet<string> = new Set([TokenKind.BRACE_R, TokenKind.BRACKET_R, TokenKind.PAREN_R])
/** A selection, its arguments, a list in them, an object in that: brackets that one selection may bring. */
const BRACKETS_PER_SELECTION = 3

/**
 * Refuses a text that would cost the parser too much, and one so nested that it would exhaust its stack.
 * @throws HubError HUB_LIMIT_EXCEEDED
 */
export function limitText(text: string, limits: RequestLimits): void {
  refuseOver(limits, 'characters', text.length)
  const lexer = new Lexer(new Source(text))
  let open = 0
  try {
    for (let tokens = 1, token = lexer.advance(); token.kind !== TokenKind.EOF; token = lexer.advance()) {
      refuseOver(limits, 'tokens', tokens++)
      if (OPENING.has(token.kind)) open += 1
      else if (CLOSING.has(token.kind)) open -= 1
      refuseOver(limits, 'depth', Math.ceil(open / BRACKETS_PER_SELECTION))
    }
  } catch (error) {
    // What is no GraphQL the parser says, up to here within bounds.
    if (!(error instanceof GraphQLError) || error.extensions.code !== undefined) throw error
  }
}
