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
}

/**
 * Asks the hub's graph.
 * @throws HubError with the code of the first error of the answer; BAD_USER_INPUT where the hub does not answer
 */
export async function askHub<Data>(
  { gatewayUrl, token }: HubDesk,
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
  throw hubFault(fault.extensions?.code ?? '', fault.message)
}
