import { divisionEnum } from '@hub/schema/divisions/divisionEnum'
import { GraphQLError, type GraphQLSchema, getArgumentValues, getVariableValues } from 'graphql'
import type { PageDocument } from './pageDocument.ts'

/** What of a subscription's arguments the hub goes by itself. */
export interface SubscribedArguments {
  readonly after: string | undefined
  /** Names of divisions. */
  readonly divisions: readonly string[] | undefined
  readonly families: readonly string[] | undefined
  readonly first: number
}

interface GivenArguments {
  readonly after?: string | null
  readonly divisions?: readonly string[] | null
  readonly families?: readonly string[] | null
  readonly first?: number | null
}

const LEAST_PAGE = 1

/** @throws GraphQLError BAD_USER_INPUT when a variable does not fit */
export function subscribedArguments(
  schema: GraphQLSchema,
  { operation, field }: PageDocument,
  variables: Readonly<Record<string, unknown>> = {},
): SubscribedArguments {
  const { errors, coerced } = getVariableValues(schema, operation.variableDefinitions ?? [], variables)
  const definition = schema.getSubscriptionType()?.getFields()[field.name.value]
  if (errors !== undefined || definition === undefined)
    throw new GraphQLError(errors?.map(({ message }) => message).join('\n') ?? '没有这项订阅', {
      extensions: { code: 'BAD_USER_INPUT' },
    })
  const given = getArgumentValues(definition, field, coerced) as GivenArguments
  const named = given.divisions?.map((value) => divisionEnum.nameOf(value) ?? value)
  return {
    after: given.after ?? undefined,
    divisions: named,
    families: given.families ?? undefined,
    first: Math.max(LEAST_PAGE, given.first ?? LEAST_PAGE),
  }
}
