import type { LeakPartner } from './deliveryScene.ts'
import type { Sight } from './judgeSight.ts'
import { seenInEvents } from './toldSights.ts'

type CloudEvents = Parameters<typeof seenInEvents>[0]

/** How far partners have read, by their agreements. */
const reached = new Map<string, string>()

/** What a partner reads by its agreement, behind where it has come. */
export async function pulledSight(origin: string, { pulled, agreement }: LeakPartner): Promise<Sight> {
  const events: CloudEvents[number][] = []
  let bytes = ''
  const headers = { authorization: `Bearer ${encodeURIComponent(agreement.reader.caller.name)}` }
  for (let more = true; more; ) {
    const after = reached.get(pulled)
    const search = new URLSearchParams({ agreement: pulled, first: '500', ...(after === undefined ? {} : { after }) })
    const response = await fetch(`${origin}/feed?${search}`, { headers })
    const text = await response.text()
    if (!response.ok) throw new Error(`${pulled}: ${text}`)
    bytes += `${[...response.headers].join('\n')}\n${text}`
    const page = JSON.parse(text) as CloudEvents
    events.push(...page)
    reached.set(pulled, response.headers.get('hub-cursor') ?? '')
    more = page.length > 0 || response.headers.get('hub-more') === 'true' || response.headers.has('hub-behind')
  }
  return { channel: 'pull', changes: seenInEvents(events), bytes }
}
