import { HubError } from '@hub/schema/errors/HubError'
import type { GraphQLSchema } from 'graphql'
import type { SelectionShape } from './answer/answerShape.ts'
import { AnswerShapes } from './answer/answerShapes.ts'
import { introspection } from './answer/introspection.ts'
import { CanonicalNames } from './plan/canonicalNames.ts'
import { canonicalOperation } from './plan/canonicalOperation.ts'
import type { ConditionValues } from './plan/conditions.ts'
import { fetchSteps } from './plan/fetchSteps.ts'
import { compileProgram, type Program } from './plan/program.ts'
import type { SupergraphPlanner } from './plan/queryPlanner.ts'
import type { SelectedOperation } from './plan/selectOperation.ts'
import type { DataObject } from './run/dataObject.ts'

/** An operation made ready to be executed any number of times, for one decision of its `@skip`s and `@include`s. */
export interface CompiledOperation {
  /** Undefined when no division is asked. */
  readonly program: Program | undefined
  readonly shape: SelectionShape
  /** Answers to `__schema` and `__type`, by variables. */
  readonly introspect: ((variables: Readonly<Record<string, unknown>>) => DataObject) | undefined
}

/**
 * @param schema what the client may see; the operation is valid against it
 * @param conditions values of all variables that `@skip` and `@include` depend on
 * @throws HubError HUB_OPERATION_UNANSWERABLE when no division can be asked for some of it
 */
export function compileOperation(
  schema: GraphQLSchema,
  planner: SupergraphPlanner,
  selected: SelectedOperation,
  conditions: ConditionValues,
): CompiledOperation {
  const names = new CanonicalNames(planner.isField)
  const canonical = canonicalOperation(schema, selected, conditions, names)
  const steps = canonical && fetchSteps(planner.plan(canonical), planner.curried)
  // The planner makes an empty plan of what it finds no way to.
  if (steps?.length === 0) throw new HubError('HUB_OPERATION_UNANSWERABLE')
  return {
    program: steps && compileProgram(steps, planner),
    shape: new AnswerShapes(schema, selected, conditions, names).root(),
    introspect: introspection(schema, selected, conditions),
  }
}
