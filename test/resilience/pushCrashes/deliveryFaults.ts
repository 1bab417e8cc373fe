import { isClosing } from '@hub/gateway/exchange/agreements/agreementScope'
import { groupBy } from '@hub/kit/loading/groupBy'

/** A change as a division's outbox has it. */
export interface CommittedChange {
  readonly id: string
  readonly sequence: number
  readonly kind: string
  readonly recordId: string
  readonly subjectId: string
  readonly version: number
}

/** A change as the partner has taken it. */
export interface TakenChange extends CommittedChange {
  readonly hasContent: boolean
}

/** What an agreement adds to the id of a change that it lets out. */
const BY_AGREEMENT = /@[a-z0-9-]+:\d+/

/** The id of the change that was pushed under an id. */
function changeIdOf(pushed: string): string {
  return pushed.replace(BY_AGREEMENT, '')
}

/** Of an event that goes out as the end of a record's use, because the record has been closed since. */
const CLOSED_SINCE = '-out'

/**
 * What is wrong with what a partner has taken, given what was committed: the set, the order of each subject and of each
 * record, and how each record stands there. Of a record that is closed by now no content need have come.
 * @param pushed in the order in which they came, each id once
 */
export function deliveryFaults(committed: readonly CommittedChange[], pushed: readonly TakenChange[]): string[] {
  const taken = pushed.map((change) => ({ ...change, id: changeIdOf(change.id) }))
  const known = new Map(committed.map((change) => [change.id, change]))
  return [
    ...taken.flatMap((change) => inventedFault(known, change)),
    ...orderFaults(taken, 'subjectId'),
    ...orderFaults(taken, 'recordId'),
    ...missingFaults(committed, taken),
  ]
}

function inventedFault(known: ReadonlyMap<string, CommittedChange>, change: TakenChange): string[] {
  const { id, sequence, recordId, subjectId, version, hasContent } = change
  const own = known.get(id) ?? (hasContent ? undefined : known.get(committedIdOf(id)))
  if (own === undefined) return [`${id} was taken and never committed`]
  const isSame = own.sequence === sequence && own.recordId === recordId && own.version === version
  return isSame && own.subjectId === subjectId ? [] : [`${id} was taken as ${JSON.stringify(change)}`]
}

function orderFaults(taken: readonly TakenChange[], by: 'subjectId' | 'recordId'): string[] {
  const last = new Map<string, TakenChange>()
  return taken.flatMap((change) => {
    const before = last.get(change[by])
    last.set(change[by], change)
    if (before === undefined || before.sequence <= change.sequence) return []
    return [`${change.id} (number ${change.sequence}) came after ${before.sequence}, of ${by} ${change[by]}`]
  })
}

function missingFaults(committed: readonly CommittedChange[], taken: readonly TakenChange[]): string[] {
  const ids = new Map(taken.map((change) => [change.id, change]))
  const inOrder = committed.toSorted((one, other) => one.sequence - other.sequence)
  const ofRecord = groupBy(inOrder, ({ recordId }) => recordId)
  return [...ofRecord.values()].flatMap((changes) => recordFaults(changes, ids))
}

function recordFaults(changes: readonly CommittedChange[], taken: ReadonlyMap<string, TakenChange>): string[] {
  const faults: string[] = []
  const lastClosing = changes.findLastIndex(isClosing)
  let isOpen = false
  for (const [index, change] of changes.entries()) {
    const { id, kind, recordId, version } = change
    const came = taken.get(id) ?? taken.get(`${id}${CLOSED_SINCE}`)
    const isLost = isClosing(change) ? isOpen : index > lastClosing
    if (came === undefined && isLost) faults.push(`${kind} ${recordId} v${version} did not come`)
    if (came !== undefined) isOpen = came.hasContent
    if (came !== undefined && !came.hasContent && index > lastClosing)
      faults.push(`${kind} ${recordId} v${version} came without its content`)
  }
  if (isOpen && lastClosing === changes.length - 1) faults.push(`${changes[0]?.recordId} is not withdrawn`)
  return faults.map(
    (fault) => `${fault}; of its changes came: ${changes.map((change) => told(change, taken)).join(', ')}`,
  )
}

function told({ id, kind, version, sequence }: CommittedChange, taken: ReadonlyMap<string, TakenChange>): string {
  const came = taken.get(id) ?? taken.get(`${id}${CLOSED_SINCE}`)
  const how = came === undefined ? 'not' : `${came.kind}${came.hasContent ? ' with content' : ''}`
  return `${sequence} ${kind} v${version} ${how}`
}

/** The id in the outbox of what was pushed under an id, with its content or as the end of a record's use. */
export function committedIdOf(pushed: string): string {
  const id = changeIdOf(pushed)
  return id.endsWith(CLOSED_SINCE) ? id.slice(0, -CLOSED_SINCE.length) : id
}
