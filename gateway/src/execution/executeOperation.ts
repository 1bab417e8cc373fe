import { type AnswerError, completeAnswer, type DivisionOf } from './answer/completeAnswer.ts'
import { type DivisionState, divisionStates } from './answer/divisionStates.ts'
import { dataOf, writeAnswer } from './answer/writeAnswer.ts'
import type { DivisionCall } from './divisions/divisionCall.ts'
import { defaultExecutionSettings } from './divisions/executionSettings.ts'
import type { ReadyOperation } from './operationStore.ts'
import { bringingDivision } from './plan/bringingDivision.ts'
import { type Gathered, runProgram } from './run/runProgram.ts'
import { subjectIdsOf } from './run/subjectIdsOf.ts'

/** An answer of which `data` is already text. */
export interface TextAnswer {
  /** JSON text in UTF-8; `null` included. */
  readonly data: Buffer
  /** The whole answer, when it is nothing but data. */
  readonly whole?: Buffer
  readonly errors: readonly AnswerError[]
  /** The divisions' states, when one of them is not OK. */
  readonly divisions?: readonly DivisionState[] | undefined
  /** Whose data it holds, where the operation reads anything above PUBLIC and that is to be known. */
  readonly subjectIds?: readonly string[] | undefined
  /** What the operation cost, for whoever wants to be told. */
  readonly cost?: Readonly<Record<string, number>> | undefined
}

const nothing = (): Gathered => ({ data: {}, loose: [], failures: new Map(), stale: new Map(), shared: false })

/**
 * Executes an operation. Never rejects for a division's fault.
 * @param call how divisions are asked
 * @param millis after this time the answer is what has come by then
 */
export async function executeOperation(
  { compiled, variables }: ReadyOperation,
  call: DivisionCall,
  millis: number = defaultExecutionSettings.operationMillis,
): Promise<TextAnswer> {
  const { program, shape, introspect, access } = compiled
  const gathered = program ? await runProgram(program, variables, call, millis) : nothing()
  const { data, loose, failures, stale, shared } = gathered
  const subjectIds = access?.isAbovePublic ? subjectIdsOf(data) : undefined
  if (introspect) Object.assign(data, introspect(variables))
  const whole = writeAnswer(shape, data, { shared, bytes: compiled.lastBytes })
  if (whole !== undefined) compiled.lastBytes = whole.length
  if (whole !== undefined && loose.length === 0 && failures.size === 0 && stale.size === 0)
    return { data: dataOf(whole), whole, errors: [], subjectIds }
  const divisionOf: DivisionOf = (sources) => program && bringingDivision(program, sources)
  const answer = whole === undefined ? completeAnswer(shape, data, divisionOf) : { data: dataOf(whole), errors: [] }
  const errors = [...answer.errors, ...loose]
  return { data: answer.data, errors, divisions: program && divisionStates(program, errors, gathered), subjectIds }
}
