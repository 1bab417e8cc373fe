import type { Role } from '@hub/schema/access/callerClaims'
import { HubError } from '@hub/schema/errors/HubError'
import { z } from 'zod'
import { hubFault } from '../launcher/hubFault.ts'
import { noAnswer } from '../launcher/noAnswer.ts'

const ANSWER_MILLIS = 30_000

const answerShape = z.object({
  data: z.record(z.string(), z.unknown()).nullish(),
  errors: z
    .array(z.object({ message: z.string(), extensions: z.object({ code: z.string() }).partial().optional() }))
    .optional(),
})

/** A hub and by whose right one asks it. */
export interface HubDesk {
  readonly gatewayUrl: string
  readonly token: string
  /** Whose right the questions need. */
  readonly role: Role
}

/**
 * Asks the hub's graph.
 * @throws HubError with the code of the first error of the answer, HUB_ACT_FORBIDDEN where the token's role does not see
 * what is asked for, BAD_USER_INPUT where the hub does not answer
 */
export async function askHub<Data>(
  { gatewayUrl, token, role }: HubDesk,
  query: string,
  variables: object = {},
): Promise<Data> {
  const response = await fetch(`${gatewayUrl}/graphql`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify({ query, variables }),
    signal: AbortSignal.timeout(ANSWER_MILLIS),
  }).catch((cause: unknown) => {
    throw noAnswer(gatewayUrl, cause)
  })
  const { data, errors = [] } = answerShape.parse(await response.json())
  const [fault] = errors
  if (fault === undefined) return data as Data
  throw deskFault(role, fault.extensions?.code ?? '', fault.message)
}

/** To a role that may not see them, fields do not exist: so the commands' own questions, which are valid, come back as invalid. */
function deskFault(role: Role, code: string, message: string): HubError {
  if (code !== 'GRAPHQL_VALIDATION_FAILED' && code !== 'HUB_ACT_FORBIDDEN') return hubFault(code, message)
  return new HubError(
    'HUB_ACT_FORBIDDEN',
    `令牌的角色无权这样做，需要 ${role} 的令牌（HUB_TOKEN） / the token's role may not do this; it takes a token of ${role} (HUB_TOKEN): ${message}`,
  )
}
