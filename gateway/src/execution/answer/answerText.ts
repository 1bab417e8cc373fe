import type { TextAnswer } from '../executeOperation.ts'
import type { AnswerError } from './completeAnswer.ts'

/** What the client sees of an error. */
function told({ message, path, extensions }: AnswerError): object {
  return { message, ...(path ? { path } : {}), ...(extensions ? { extensions } : {}) }
}

const BEFORE_DATA = Buffer.from('{"data":')
const END = Buffer.from('}')

/** JSON text of an answer in UTF-8: GraphQL, 7.1, errors first so that a reader sees them. */
export function answerText({ data, errors, divisions }: TextAnswer): Buffer {
  if (errors.length === 0 && divisions === undefined) return Buffer.concat([BEFORE_DATA, data, END])
  const list = errors.length > 0 ? `"errors":${JSON.stringify(errors.map(told))},` : ''
  const extensions = divisions ? `,"extensions":${JSON.stringify({ divisions })}` : ''
  return Buffer.concat([Buffer.from(`{${list}"data":`), data, Buffer.from(`${extensions}}`)])
}
