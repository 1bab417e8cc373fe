import { type AnswerError, completeAnswer } from './answer/completeAnswer.ts'
import { writeAnswer } from './answer/writeAnswer.ts'
import type { DivisionCall } from './divisions/divisionCall.ts'
import type { ReadyOperation } from './operationStore.ts'
import type { DataObject } from './run/dataObject.ts'
import { runProgram } from './run/runProgram.ts'

/** An answer of which `data` is already text. */
export interface TextAnswer {
  /** JSON text; `null` included. */
  readonly data: string
  readonly errors: readonly AnswerError[]
}

/** Executes an operation. Never rejects for a division's fault. @param call how divisions are asked */
export async function executeOperation(operation: ReadyOperation, call: DivisionCall): Promise<TextAnswer> {
  const { program, shape, introspect } = operation.compiled
  const { data, loose } = program
    ? await runProgram(program, operation.variables, call)
    : { data: {} as DataObject, loose: [] }
  if (introspect) Object.assign(data, introspect(operation.variables))
  const text = writeAnswer(shape, data)
  if (text !== undefined) return { data: text, errors: loose }
  const answer = completeAnswer(shape, data)
  return { data: answer.data, errors: [...answer.errors, ...loose] }
}
