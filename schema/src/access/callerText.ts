import { z } from 'zod'
import { divisions } from '../divisions/divisions.ts'
import { type CallerClaims, roles } from './callerClaims.ts'

const text = z.string().min(1).max(200)

const grant = z.strictObject({ sections: z.array(text).max(100), subjectIds: z.array(text).max(1_000).optional() })

const shape = {
  caller: text,
  role: z.enum(roles),
  unit: text.optional(),
  division: z.enum(divisions.map(({ name }) => name)).optional(),
  divisionCode: text.optional(),
  subjectIds: z.array(text).max(1_000).optional(),
  purpose: text.optional(),
  caseNo: text.optional(),
  grants: z.array(grant).max(100).optional(),
} satisfies { readonly [Claim in keyof CallerClaims]-?: z.ZodType<CallerClaims[Claim]> }

/** Claims as they come from elsewhere; what else they hold is no claim of ours, and they are refused. */
export const callerClaims = z.strictObject(shape)

/** Claims as a header can carry them: JSON in base64url, since names are Chinese. */
export function callerText(claims: CallerClaims): string {
  return Buffer.from(JSON.stringify(claims)).toString('base64url')
}

/** The claims in a header; undefined when it holds none. */
export function parseCallerText(header: string): CallerClaims | undefined {
  try {
    return callerClaims.parse(JSON.parse(Buffer.from(header, 'base64url').toString('utf8')))
  } catch {
    return undefined
  }
}
