import type { TextAnswer } from '../executeOperation.ts'
import type { AnswerError } from './completeAnswer.ts'

/** What the client sees of an error. */
function told({ message, path, extensions }: AnswerError): object {
  return { message, ...(path ? { path } : {}), ...(extensions ? { extensions } : {}) }
}

/** JSON text of an answer: GraphQL, 7.1, errors first so that a reader sees them. */
export function answerText({ data, errors, divisions }: TextAnswer): string {
  const extensions = divisions ? `,"extensions":${JSON.stringify({ divisions })}` : ''
  const list = errors.length > 0 ? `"errors":${JSON.stringify(errors.map(told))},` : ''
  return `{${list}"data":${data}${extensions}}`
}
