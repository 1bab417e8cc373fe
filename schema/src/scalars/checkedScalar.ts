import type { GraphQLScalarType } from 'graphql'
import type { IdentifierCheck } from '../identifiers/identifierCheck.ts'
import { badInput, type TextScalarOptions, textScalar } from './textScalar.ts'

/**
 * A scalar whose input passes a check. Stored values are answered as they are: a wrong code on file has to be
 * visible to be mended.
 */
export function checkedScalar(
  name: string,
  check: (text: string) => IdentifierCheck,
  serialize?: TextScalarOptions<string>['serialize'],
): GraphQLScalarType<string, string> {
  return textScalar({
    name,
    parse(text) {
      const checked = check(text)
      if (!checked.valid) throw badInput(name, checked.reason)
      return checked.value
    },
    ...(serialize && { serialize }),
  })
}
