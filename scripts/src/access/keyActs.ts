import { HubError } from '@hub/schema/errors/HubError'
import { z } from 'zod'
import { readHubKeys } from '../dataFolder/hubKeys.ts'
import { isProduction } from '../environment.ts'
import { hubFault } from '../launcher/hubFault.ts'
import { noAnswer } from '../launcher/noAnswer.ts'
import { demoToken } from './demoToken.ts'

const ANSWER_MILLIS = 20_000

const failure = z.object({
  errors: z.array(z.object({ message: z.string(), extensions: z.object({ code: z.string() }) })).min(1),
})

/** Where the keys are, and by whose right one acts on them. */
export interface KeyDesk {
  readonly gatewayUrl: string
  readonly token: string
}

/** As whom commands act in a demo, each a person of his own: two administrators, and one who only reads. */
const demoAdministrators = {
  SECURITY_ADMIN: 'demo-security-admin',
  SYSTEM_ADMIN: 'demo-system-admin',
  INSPECTOR: 'demo-inspector',
} as const

/**
 * The token to act with: the one that was set, or one of the demo's issuer for one of its administrators.
 * @throws HubError BAD_USER_INPUT when there is neither
 */
export async function administratorToken(
  set: string | undefined,
  dataFolder: string,
  role: keyof typeof demoAdministrators = 'SECURITY_ADMIN',
): Promise<string> {
  if (set !== undefined) return set
  const { issuer } = isProduction() ? {} : await readHubKeys(dataFolder)
  if (issuer !== undefined) return demoToken(issuer, { caller: demoAdministrators[role], role }, 1)
  throw new HubError(
    'BAD_USER_INPUT',
    `请在 HUB_TOKEN 中给出管理员的令牌 / set HUB_TOKEN to a token of the administrator: ${role}`,
  )
}

/**
 * Does one act on API keys at the gateway.
 * @throws HubError with the gateway's code when it refuses
 */
export async function keyAct({ gatewayUrl, token }: KeyDesk, act: string, input: object): Promise<unknown> {
  const response = await fetch(`${gatewayUrl}/access/keys/${act}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify(input),
    signal: AbortSignal.timeout(ANSWER_MILLIS),
  }).catch((cause: unknown) => {
    throw noAnswer(gatewayUrl, cause)
  })
  if (response.status === 404)
    throw new HubError('HUB_IDENTITY_UNAVAILABLE', '该枢纽未启用 API 密钥 / this hub keeps no API keys')
  const answer: unknown = await response.json()
  if (response.ok) return answer
  const [fault] = failure.parse(answer).errors
  throw hubFault(fault?.extensions.code ?? '', fault?.message)
}
