import type { TextAnswer } from '../executeOperation.ts'
import type { AnswerError } from './completeAnswer.ts'

/** What the client sees of an error. */
function told({ message, path, extensions }: AnswerError): object {
  return { message, ...(path ? { path } : {}), ...(extensions ? { extensions } : {}) }
}

/** JSON text of an answer in UTF-8: GraphQL, 7.1, errors first so that a reader sees them. */
export function answerText({ data, whole, errors, divisions }: TextAnswer): Buffer {
  if (whole !== undefined) return whole
  const list = errors.length > 0 ? `"errors":${JSON.stringify(errors.map(told))},` : ''
  const extensions = divisions ? `,"extensions":${JSON.stringify({ divisions })}` : ''
  return Buffer.concat([Buffer.from(`{${list}"data":`), data, Buffer.from(`${extensions}}`)])
}
