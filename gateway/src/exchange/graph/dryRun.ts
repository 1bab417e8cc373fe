import { hash } from 'node:crypto'
import { HubError } from '@hub/schema/errors/HubError'
import type { InProcessContext } from '../../execution/divisions/inProcessDivision.ts'
import type { AgreementStore } from '../agreements/agreementStore.ts'
import { readForAgreement } from '../delivery/agreementReader.ts'
import { planPage } from '../delivery/planPage.ts'
import type { RunningExchange } from '../exchangeStores.ts'
import { cloudEvent } from '../push/deliveryMessage.ts'
import type { OutgoingEvent } from '../push/outgoingEvent.ts'

const PAGE_EVENTS = 500
const MOST_LOOKED_AT = 20_000
const SAMPLE = 10
/** Left of the time of the request for its answer, in milliseconds. */
const ANSWER_MILLIS = 2_000

interface FamilyCount {
  events: number
  withheld: number
  readonly subjects: Set<string>
  readonly fields: Set<string>
}

/**
 * Resolver of `ExchangeViews.dryRun`: what a new partner would be sent by a version, read and planned as deliveries are.
 * Administrators see no records, so it tells fields and digests, and no values.
 */
export function dryRun(agreements: AgreementStore, running: RunningExchange) {
  return async (
    _: unknown,
    { agreement: id, version }: { readonly agreement: string; readonly version: number },
    { caller, millis, signal }: InProcessContext,
  ): Promise<object> => {
    const found = (await agreements.versionsOf(id)).find((one) => one.version === version)
    if (found === undefined) throw new HubError('BAD_USER_INPUT', `没有这个版本 / there is no such version: ${version}`)
    if (running.feed === undefined) throw new HubError('HUB_DIVISION_UNAVAILABLE')
    const until = performance.now() + millis - ANSWER_MILLIS
    const agreement = { id, version, terms: found.terms, standing: 'IN_FORCE' } as const
    const families = new Map<string, FamilyCount>()
    const subjects = new Set<string>()
    const sample: OutgoingEvent[] = []
    const behind = new Set<string>()
    const client = `dry run of ${id}:${version} by ${caller.caller}`
    let after: string | null = null
    let hasMore = true
    for (let looked = 0; hasMore && looked < MOST_LOOKED_AT && performance.now() < until && !signal.aborted; ) {
      const page = await readForAgreement(running.feed, agreement, {
        ...{ after, first: PAGE_EVENTS, client },
        // The partner has read nothing of it.
        looker: caller,
      })
      const { outgoing } = planPage(agreement, page.events, new Map())
      for (const event of page.events) countOf(families, event.family).withheld += 1
      for (const event of outgoing) {
        const count = countOf(families, event.family)
        count.events += 1
        count.withheld -= 1
        count.subjects.add(event.subjectId)
        subjects.add(event.subjectId)
        for (const field of fieldsOf(event)) count.fields.add(field)
        if (sample.length < SAMPLE) sample.push(event)
      }
      for (const { division } of page.behind) behind.add(division)
      looked += PAGE_EVENTS
      after = page.next
      hasMore = page.hasMore
    }
    return {
      events: [...families.values()].reduce((sum, { events }) => sum + events, 0),
      subjects: subjects.size,
      isComplete: !hasMore && behind.size === 0,
      behind: [...behind],
      families: [...families].map(([family, count]) => ({
        family,
        ...count,
        subjects: count.subjects.size,
        fields: [...count.fields].sort(),
      })),
      sample: sample.map(toldEvent),
    }
  }
}

function countOf(families: Map<string, FamilyCount>, family: string): FamilyCount {
  const count = families.get(family) ?? { events: 0, withheld: 0, subjects: new Set(), fields: new Set() }
  families.set(family, count)
  return count
}

/** Fields that are filled. */
function fieldsOf({ record }: OutgoingEvent): string[] {
  return Object.entries(record ?? {}).flatMap(([name, value]) => (value === null ? [] : [name]))
}

function toldEvent(event: OutgoingEvent): object {
  const { id: eventId, kind, family, recordId, subjectId, version } = event
  const text = JSON.stringify(cloudEvent(event))
  const sent = { digest: hash('sha256', text), bytes: Buffer.byteLength(text), fields: fieldsOf(event) }
  return { eventId, kind, family, recordId, subjectId, version, ...sent }
}
