import { once } from 'node:events'
import { createServer } from 'node:http'
import { pino } from 'pino'
import { expect, test } from 'vitest'
import type { AccessGround } from '../../access/consent/consent.ts'
import type { RequestIdentity } from '../../access/identity/identify.ts'
import type { FeedQuestion } from './feedQuestion.ts'
import { type FeedRouteParts, feedRoute } from './feedRoute.ts'

const caller = { caller: 'W1', role: 'LICENSING_WINDOW', purpose: 'ADMINISTRATIVE_PERMIT' } as const
const groundOf = (consentId: string): AccessGround => ({
  kind: 'CONSENT',
  consentId,
  subjectId: 'S1',
  sections: ['SIGNATORIES'],
})

/** Asks the route, which reads an empty page for each of the grounds and waits in between. */
async function readings(grounds: readonly (readonly AccessGround[] | undefined)[]): Promise<FeedQuestion[]> {
  const questions: FeedQuestion[] = []
  const seen = [...grounds]
  const empty = { events: [], next: 'c', hasMore: false, behind: [] }
  const feed = {
    read: async (question: FeedQuestion) => {
      questions.push(question)
      return empty
    },
    changed: async () => questions.length < grounds.length,
  }
  const parts = {
    identify: async (): Promise<RequestIdentity> => {
      const standing = seen.shift()
      return standing === undefined ? { caller } : { caller, grounds: standing }
    },
    trustedProxies: 0,
    feed,
    agreements: { of: async () => undefined },
    cost: { charge: async () => undefined },
    logger: pino({ level: 'silent' }),
  }
  const server = createServer(feedRoute(parts as unknown as FeedRouteParts)).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  const port = typeof address === 'object' ? address?.port : 0
  const response = await fetch(`http://127.0.0.1:${port}/feed?wait=5`, { headers: { authorization: 'Bearer a' } })
  expect([response.status, await response.json()]).toEqual([200, []])
  server.close()
  return questions
}

test('what the reader is open by goes to the evidence of each page, as it stands when the page is read', async () => {
  const standing = [[groundOf('c1')], [groundOf('c2')], undefined]
  const questions = await readings(standing)
  expect(questions.map(({ request }) => request?.grounds)).toEqual(standing)
})
