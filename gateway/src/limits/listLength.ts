import { HubError } from '@hub/schema/errors/HubError'
import type { FieldNode, GraphQLField } from 'graphql'
import type { ListSize } from './costDirectives.ts'
import type { GivenValue, Variables } from './givenArguments.ts'

/** How long a list may be with a set of variables. */
export type Length = (variables: Variables) => number

/** The lists of a field's answer: its own where no fields are named, or those of the object that it answers. */
export interface SizedLists {
  readonly length: Length
  /** Names of the object's fields; undefined: every list it has. */
  readonly fields: readonly string[] | undefined
}

/** Length of a list of which nothing is said. */
const ASSUMED_LENGTH = 10

const PAGING: ListSize = { slicingArguments: ['first', 'last'] }

/**
 * What a field says of the length of lists, by `@listSize` or else by `first` and `last`; undefined where it says nothing.
 * @throws HubError BAD_USER_INPUT where the field wants exactly one slicing argument and is given another number
 */
export function sizedLists(
  declared: ListSize | undefined,
  { name, args }: GraphQLField<unknown, unknown>,
  node: FieldNode,
  given: ReadonlyMap<string, GivenValue>,
): SizedLists | undefined {
  const { assumedSize, slicingArguments, sizedFields } = declared ?? PAGING
  const slicing = args.filter((argument) => slicingArguments?.includes(argument.name))
  if (slicing.length === 0 && (assumedSize ?? undefined) === undefined) return undefined
  if (declared?.requireOneSlicingArgument && slicing.length > 0) {
    const written = slicing.filter((one) => node.arguments?.some((argument) => argument.name.value === one.name))
    const isUnsaid = written.length === 0 && slicing.some(({ defaultValue }) => defaultValue !== undefined)
    if (written.length !== 1 && !isUnsaid) throw ambiguous(name, slicing)
  }
  const lengths = slicing.flatMap((argument) => given.get(argument.name) ?? [])
  const length: Length = (variables) => {
    const said = lengths.map((value) => value(variables)).filter((value) => typeof value === 'number')
    return said.length === 0 ? (assumedSize ?? ASSUMED_LENGTH) : Math.max(0, ...said)
  }
  return { length, fields: sizedFields ?? undefined }
}

/** As long as the longest list that a field is asked by: of ids, of codes. */
export function lengthAsAsked(given: ReadonlyMap<string, GivenValue>): Length {
  return (variables) =>
    Math.max(
      ASSUMED_LENGTH,
      ...[...given.values()].map((value) => value(variables)).map((value) => (Array.isArray(value) ? value.length : 0)),
    )
}

function ambiguous(field: string, slicing: readonly { readonly name: string }[]): HubError {
  const names = slicing.map(({ name }) => name).join(', ')
  return new HubError('BAD_USER_INPUT', `${field} 须给出且仅给出一个分页参数 / takes exactly one of: ${names}`)
}
