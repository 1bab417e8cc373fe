import { existsFor } from '../expectedGraph.ts'
import type { LeakCaller } from '../leakCallers.ts'
import type { LeakWorld } from '../leakWorld.ts'
import type { KeptRow } from './changeReader.ts'
import type { SeenChange, Sight } from './judgeSight.ts'
import { aliasedSelection, withoutAliases } from './recordFields.ts'

interface GraphEvent {
  readonly recordId: string
  readonly record: Record<string, unknown> | null
}

export interface GraphPage {
  readonly events: readonly GraphEvent[]
  readonly next: string
  readonly hasMore: boolean
  readonly behind: readonly object[]
}

/** What a caller asks of a page of changes: of every record type all that is to exist for him. */
export function wholePage(world: LeakWorld, rows: readonly KeptRow[], caller: LeakCaller): string {
  const types = [...new Set(rows.filter(({ family }) => !family.isSubject).map(({ family }) => family.typeName))]
  const records = types.map((type) => {
    const selected = aliasedSelection(world.api, type, (coordinate) => existsFor(caller, coordinate))
    return selected === '' ? '' : `... on ${type} { ${selected} }`
  })
  return `{ events { id kind family recordId subjectId formerSubjectId version effectiveOn record { __typename ${records.join(' ')} } } next hasMore behind { division code } }`
}

/** The changes of a page as they were answered. */
export function seenInPage({ events }: GraphPage): SeenChange[] {
  return events.map(({ recordId, record }) => ({ recordId, record: record && withoutAliases(record) }))
}

/** All changes that a caller is told by `Query.changes`. */
export async function changesOf(world: LeakWorld, rows: readonly KeptRow[], caller: LeakCaller): Promise<Sight> {
  const changes: SeenChange[] = []
  let bytes = ''
  const selected = wholePage(world, rows, caller)
  for (let after = '', more = true; more; ) {
    const { text, data } = await world.ask(caller.claims, `{ changes(first: 500, after: "${after}") ${selected} }`)
    bytes += text
    const page = data?.changes as GraphPage | null | undefined
    changes.push(...(page ? seenInPage(page) : []))
    after = page?.next ?? ''
    // A division that was late is asked again: what is proved here does not depend on how busy the machine is.
    more = page != null && (page.hasMore || page.behind.length > 0)
  }
  return { channel: 'changes', changes, bytes }
}

interface CloudEvent {
  readonly data: { readonly record: string; readonly content: Record<string, unknown> | null }
}

/** The changes in a batch of CloudEvents. */
export function seenInEvents(events: readonly CloudEvent[]): SeenChange[] {
  return events.map(({ data: { record, content } }) => ({ recordId: record, record: content }))
}

/** All changes that a caller is told by `GET /feed`, from the beginning or a snapshot on. */
export async function feedOf(origin: string, caller: LeakCaller, snapshot = false): Promise<Sight> {
  const changes: SeenChange[] = []
  let bytes = ''
  const headers = { authorization: `Bearer ${encodeURIComponent(caller.name)}` }
  for (let after = '', more = true; more; ) {
    const search = new URLSearchParams({ first: '500', ...(after === '' ? { snapshot: String(snapshot) } : { after }) })
    const response = await fetch(`${origin}/feed?${search}`, { headers })
    const text = await response.text()
    bytes += `${[...response.headers].join('\n')}\n${text}`
    if (response.ok) changes.push(...seenInEvents(JSON.parse(text) as CloudEvent[]))
    after = response.headers.get('hub-cursor') ?? ''
    more = response.ok && (response.headers.get('hub-more') === 'true' || response.headers.has('hub-behind'))
  }
  return { channel: snapshot ? 'snapshot' : 'feed', changes, bytes }
}
