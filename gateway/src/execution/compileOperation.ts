import type { QueryPlan } from '@apollo/query-planner'
import { HubError } from '@hub/schema/errors/HubError'
import { type DocumentNode, type GraphQLSchema, print } from 'graphql'
import { type AccessProfile, accessProfile, type FieldLevels } from './answer/accessProfile.ts'
import type { SelectionShape } from './answer/answerShape.ts'
import { AnswerShapes } from './answer/answerShapes.ts'
import { introspection } from './answer/introspection.ts'
import { CanonicalNames } from './plan/canonicalNames.ts'
import { canonicalOperation } from './plan/canonicalOperation.ts'
import type { ConditionValues } from './plan/conditions.ts'
import { extractRequirements } from './plan/extractRequirements.ts'
import { FetchesByType } from './plan/fetchesByType.ts'
import type { FetchStep } from './plan/fetchStep.ts'
import { fetchSteps } from './plan/fetchSteps.ts'
import { isGivenUp } from './plan/givenUp.ts'
import { compileProgram, type Program } from './plan/program.ts'
import type { SelectedOperation } from './plan/selectOperation.ts'
import { separateNames } from './plan/separateNames.ts'
import { spareKeys } from './plan/spareKeys.ts'
import type { SupergraphPlanner } from './plan/supergraphPlanner.ts'
import { withoutLeftovers } from './plan/withoutLeftovers.ts'
import { withSubjectIds } from './plan/withSubjectIds.ts'
import type { DataObject } from './run/dataObject.ts'

/** @throws HubError HUB_OPERATION_UNANSWERABLE or HUB_OPERATION_TOO_COMPLEX */
async function plannedSteps(
  planner: SupergraphPlanner,
  canonical: DocumentNode,
  names: CanonicalNames,
): Promise<FetchStep[]> {
  let plan: QueryPlan
  try {
    plan = await planner.plan(print(canonical))
  } catch (error) {
    // The document is valid, so whatever the planner objects to is a way it does not find.
    const cause = error instanceof Error ? error : new Error(String(error))
    const code = isGivenUp(cause) ? 'HUB_OPERATION_TOO_COMPLEX' : 'HUB_OPERATION_UNANSWERABLE'
    throw new HubError(code, undefined, { cause })
  }
  const { schema, requirements } = planner
  const steps = fetchSteps(plan, (fetches) => {
    const planned = fetches.map((fetch) => {
      const ready = spareKeys(requirements, separateNames(schema, fetch))
      return extractRequirements(schema, requirements, names, ready)
    })
    const whole = withoutLeftovers(canonical, planned)
    const byType = new FetchesByType(schema, requirements, canonical, whole.flat())
    return whole.map((parts) => parts.flatMap((part) => byType.of(part)))
  })
  // For some operations it makes an empty plan instead.
  if (steps.length === 0) throw new HubError('HUB_OPERATION_UNANSWERABLE')
  return steps
}

/** An operation made ready to be executed any number of times, for one decision of its `@skip`s and `@include`s. */
export interface CompiledOperation {
  /** Undefined when no division is asked. */
  readonly program: Program | undefined
  readonly shape: SelectionShape
  /** Characters of all that it asks of divisions, each field written out. */
  readonly askedCharacters: number
  /** Length of the last answer's data, by which the next one's buffer is measured. */
  lastBytes: number
  /** Answers to `__schema` and `__type`, by variables. */
  readonly introspect: ((variables: Readonly<Record<string, unknown>>) => DataObject) | undefined
  /** What it reads; undefined where nobody asked for it. */
  readonly access: AccessProfile | undefined
}

/**
 * @param schema what the client may see; the operation is valid against it
 * @param conditions values of all variables that `@skip` and `@include` depend on
 * @param levels of the graph's fields, where it shall be known what is read, and whose data
 * @throws HubError HUB_OPERATION_UNANSWERABLE when no division can be asked for some of it, HUB_OPERATION_TOO_COMPLEX
 * when there are too many ways to ask
 */
export async function compileOperation(
  schema: GraphQLSchema,
  planner: SupergraphPlanner,
  selected: SelectedOperation,
  conditions: ConditionValues,
  levels?: FieldLevels,
): Promise<CompiledOperation> {
  const names = new CanonicalNames(planner, selected)
  const shape = new AnswerShapes(schema, selected, conditions, names).root()
  const access = levels && accessProfile(shape, levels)
  const asked = access?.isAbovePublic ? withSubjectIds(planner.schema, selected) : selected
  const canonical = canonicalOperation(planner.schema, asked, conditions, names, planner.requirements)
  const steps = canonical && (await plannedSteps(planner, canonical, names))
  return {
    program: steps && (await compileProgram(steps, planner, shape)),
    shape,
    askedCharacters: steps?.reduce((sum, { selection }) => sum + selection.length, 0) ?? 0,
    lastBytes: 0,
    introspect: introspection(schema, selected, conditions),
    access,
  }
}
