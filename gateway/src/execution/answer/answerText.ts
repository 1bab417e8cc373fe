import type { GraphQLFormattedError } from 'graphql'
import type { DivisionState } from './divisionStates.ts'

/** What a client is told. */
export interface AnswerParts {
  /** JSON text in UTF-8; undefined when nothing was executed. */
  readonly data?: Buffer | undefined
  readonly errors: readonly GraphQLFormattedError[]
  readonly divisions?: readonly DivisionState[] | undefined
  readonly cost?: Readonly<Record<string, number>> | undefined
}

/** JSON text of an answer in UTF-8: GraphQL, 7.1, errors first so that a reader sees them. */
export function answerText({ data, errors, divisions, cost }: AnswerParts): Buffer {
  const list = errors.length > 0 ? `"errors":${JSON.stringify(errors)}` : ''
  if (data === undefined) return Buffer.from(`{${list}}`)
  const extensions = divisions || cost ? `,"extensions":${JSON.stringify({ divisions, cost })}` : ''
  return Buffer.concat([Buffer.from(`{${list}${list === '' ? '' : ','}"data":`), data, Buffer.from(`${extensions}}`)])
}
