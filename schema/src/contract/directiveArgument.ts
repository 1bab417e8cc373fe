import type { ConstDirectiveNode } from 'graphql'

/**
 * The argument of a directive on a definition, as it is written in the SDL (strings without quotes).
 * @returns undefined where the definition has no such directive or argument
 */
export function directiveArgument(
  definition: { readonly directives?: readonly ConstDirectiveNode[] | undefined },
  directive: string,
  argument: string,
): string | undefined {
  const applied = definition.directives?.find(({ name }) => name.value === directive)
  const value = applied?.arguments?.find(({ name }) => name.value === argument)?.value
  return value && 'value' in value ? String(value.value) : undefined
}
