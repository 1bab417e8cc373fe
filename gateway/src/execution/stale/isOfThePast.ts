import type { FieldNode } from 'graphql'

/** Argument that asks how something was at a time. */
const AS_OF = 'asOf'

/** Whether a field may be asked for as it was at a time. */
export function isOfThePast({ arguments: args = [] }: FieldNode): boolean {
  return args.some(({ name }) => name.value === AS_OF)
}
