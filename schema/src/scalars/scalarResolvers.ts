import { codeScalars } from './codeScalars.ts'
import { dateScalars } from './dateScalars.ts'
import { identifierScalars } from './identifierScalars.ts'
import { plainScalars } from './plainScalars.ts'

/** A resolver for every scalar of `graphql/scalars.graphql`, by name. Wrong input is BAD_USER_INPUT and says in Chinese what is wrong. */
export const scalarResolvers = { ...identifierScalars, ...codeScalars, ...dateScalars, ...plainScalars }
