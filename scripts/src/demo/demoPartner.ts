import { existsSync } from 'node:fs'
import { appendFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { webhookKey } from '@hub/gateway/exchange/push/webhookSignature'
import { shanghaiDate } from '@hub/schema/calendar/shanghaiDate'
import { HubError } from '@hub/schema/errors/HubError'
import { z } from 'zod'
import { administratorToken } from '../access/keyActs.ts'
import { askHub, type HubDesk } from '../exchange/askHub.ts'
import type { HubAddresses } from '../launcher/hubAddresses.ts'
import { partnerSecrets } from '../partner/partnerSecret.ts'
import type { Partner } from '../partner/partnerServer.ts'

const AGREEMENT = 'demo-partner'
const PARTNER = '演示接收平台'
const FAMILIES = ['permits', 'penalties', 'red-list-entries', 'commendations', 'liquor-filings']
/** Deliveries begin within seconds of the approval. */
const ARRIVAL_MILLIS = 20_000
const POLL_MILLIS = 100

export interface DemoPartnerParts {
  readonly addresses: HubAddresses
  readonly dataFolder: string
  readonly port: number
}

/** The receiving platform of the demo, and what has arrived there. */
export interface DemoPartner {
  readonly url: string
  /** Waits for the first event; undefined when none arrives. */
  arrival(): Promise<{ readonly events: number; readonly first: string } | undefined>
  stop(): Promise<void>
}

/** Opens the platform, and makes the agreement with it by the acts of two of the demo's administrators, once. */
export async function openDemoPartner({ addresses, dataFolder, port }: DemoPartnerParts): Promise<DemoPartner> {
  const folder = join(dataFolder, 'partner')
  const { gatewayUrl } = addresses
  const [system, security] = await Promise.all(
    (['SYSTEM_ADMIN', 'SECURITY_ADMIN'] as const).map(async (role): Promise<HubDesk> => {
      const token = await administratorToken(undefined, dataFolder, role)
      return { gatewayUrl, token, role }
    }),
  )
  if (system === undefined || security === undefined) throw new Error('a demo has two administrators')
  const known = existsSync(join(folder, 'secret')) ? await partnerSecrets(folder) : []
  const keys = known.map(webhookKey).filter((key) => key !== undefined)
  const { openPartner } = await import('../partner/partnerServer.ts')
  // Before anything is made: a port that is taken must not leave a secret of which nobody knows.
  const partner = await openPartner({ port, folder, keys })
  try {
    if (!(await hasAgreement(system))) {
      const secret = await newSecret(security)
      await appendFile(join(folder, 'secret'), `${secret.text}\n`, { mode: 0o600 })
      const key = webhookKey(secret.text)
      if (key !== undefined) keys.push(key)
      await agree({ system, security }, secret.id, partner.url)
    }
  } catch (error) {
    await partner.close()
    throw error
  }
  return { url: partner.url, arrival: () => firstArrival(partner), stop: () => partner.close() }
}

async function hasAgreement(desk: HubDesk): Promise<boolean> {
  const query = 'query($id: ID!) { exchange { agreement(id: $id) { id } } }'
  const until = Date.now() + ARRIVAL_MILLIS
  for (;;) {
    try {
      const { exchange } = await askHub<{ exchange: { agreement: object | null } }>(desk, query, { id: AGREEMENT })
      return exchange.agreement !== null
    } catch (error) {
      // On a busy machine a hub that has just started may need a while for its first evidence.
      const isEarly = error instanceof HubError && error.code === 'HUB_EVIDENCE_UNAVAILABLE'
      if (!isEarly || Date.now() > until) throw error
      await delay(POLL_MILLIS)
    }
  }
}

async function newSecret(desk: HubDesk): Promise<{ id: string; text: string }> {
  const query = 'mutation($partner: String!) { createPartnerSecret(partner: $partner) { id text } }'
  const made = await askHub<{ createPartnerSecret: { id: string; text: string } }>(desk, query, { partner: PARTNER })
  return made.createPartnerSecret
}

async function agree(
  { system, security }: { readonly system: HubDesk; readonly security: HubDesk },
  secretId: string,
  url: string,
): Promise<void> {
  const from = shanghaiDate(new Date())
  const terms = {
    partner: PARTNER,
    title: '演示：行政许可、行政处罚与守信信息实时推送',
    items: FAMILIES.map((family) => ({ family })),
    level: 'SHARED',
    legalBasis: '演示协议，无法律效力',
    mode: 'PUSH',
    from,
    to: `${Number(from.slice(0, 4)) + 5}${from.slice(4, 7)}-28`,
    endpoint: `${url}/events`,
    digestEndpoint: `${url}/digests`,
    signatures: ['v1', 'v1sm3'],
    secretIds: [secretId],
  }
  const propose = `mutation($id: ID!, $terms: AgreementTermsInput!) {
    proposeAgreement(agreement: $id, terms: $terms, reason: "演示") { version } }`
  const { proposeAgreement } = await askHub<{ proposeAgreement: { version: number } }>(system, propose, {
    id: AGREEMENT,
    terms,
  })
  const approve =
    'mutation($id: ID!, $version: Int!) { approveAgreement(agreement: $id, version: $version) { outcome } }'
  await askHub(security, approve, { id: AGREEMENT, version: proposeAgreement.version })
}

const arrived = z.object({
  total: z.number(),
  events: z.array(z.object({ receivedAt: z.string(), event: z.object({ type: z.string(), subject: z.string() }) })),
})

async function firstArrival({ url }: Partner): Promise<{ events: number; first: string } | undefined> {
  const until = Date.now() + ARRIVAL_MILLIS
  while (Date.now() < until) {
    const { total, events } = arrived.parse(await (await fetch(`${url}/events?first=1`)).json())
    const [first] = events
    if (first !== undefined)
      return { events: total, first: `${first.event.type} ${first.event.subject} ${first.receivedAt}` }
    await delay(POLL_MILLIS)
  }
  return undefined
}
