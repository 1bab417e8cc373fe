import { type DivisionName, divisions } from '@hub/schema/divisions/divisions'
import { buildSchema } from 'graphql'
import type { AccessEvidence } from '../../../evidence/access/accessEvidence.ts'
import type { Audience } from '../../../execution/audience.ts'
import type { DivisionQuestion, DivisionRead } from '../../feed/divisionFeed.ts'
import { eventsField } from '../../feed/eventQuery.ts'
import { NOT_BEGUN } from '../../feed/feedCursor.ts'
import type { FeedChangeKind, FeedEvent } from '../../feed/feedEvent.ts'
import { FeedReader } from '../../feed/feedReader.ts'

const DIVISION: DivisionName = 'market-order'
const names = divisions.map(({ name }) => name)
const schema = buildSchema(`type Query { ${names.map((name) => `${eventsField(name)}: Int`).join('\n')} }`)

interface NaiveRecord {
  subjectId: string
  version: number
  isStanding: boolean
  authority: string
}

/** Penalties of one division as a list of changes, read by the real reader of the feed. */
export class NaiveRecords {
  readonly records = new Map<string, NaiveRecord>()
  readonly changes: Omit<FeedEvent, 'record'>[] = []
  /** Who has read about whom. */
  readonly reads: { readonly caller: string; readonly subjectIds: readonly string[] }[] = []
  private readonly waiting = new Set<() => void>()

  commit(recordId: string, kind: FeedChangeKind, authority: string, subjectId = `S-${recordId.at(-1)}`): void {
    const record = this.records.get(recordId) ?? {
      subjectId,
      version: 0,
      isStanding: true,
      authority,
    }
    this.records.set(recordId, record)
    record.version += 1
    record.authority = authority
    record.isStanding = kind === 'CREATED' || kind === 'CORRECTED' || kind === 'RELINKED'
    const formerSubjectId = record.subjectId === subjectId ? null : record.subjectId
    record.subjectId = subjectId
    const sequence = this.changes.length + 1
    const { version } = record
    const recordedAt = new Date().toISOString()
    const facts = {
      formerSubjectId,
      kind,
      family: 'penalties',
      recordId,
      subjectId,
      version,
      recordedAt,
      effectiveOn: null,
    }
    this.changes.push({ id: `e${sequence}`, division: DIVISION, sequence, ...facts })
    for (const wake of this.waiting) wake()
  }

  feed(): FeedReader {
    const watch = {
      beyond: async (position: Readonly<Record<string, number>>, { millis }: { readonly millis: number }) => {
        if (this.changes.length > (position[DIVISION] ?? 0)) return true
        return new Promise<boolean>((resolve) => {
          const wake = (): void => {
            this.waiting.delete(wake)
            clearTimeout(timer)
            resolve(true)
          }
          const timer = setTimeout(wake, Math.min(millis, 50))
          this.waiting.add(wake)
        })
      },
    }
    const audienceOf = () => ({ key: 'a', schema }) as unknown as Audience
    const evidence = {
      keep: async ({ context, answer }: Parameters<AccessEvidence['keep']>[0]) => {
        this.reads.push({ caller: context.caller.caller, subjectIds: answer.subjectIds ?? [] })
      },
    }
    return new FeedReader({
      divisions: { read: async (asked: DivisionQuestion) => this.read(asked) },
      watch,
      audienceOf,
      evidence,
    } as never)
  }

  private read({ division, after, first, snapshotTo }: DivisionQuestion): DivisionRead {
    const own = division === DIVISION ? this.changes : []
    const end = snapshotTo === NOT_BEGUN ? own.length : snapshotTo
    const looked = own.slice(after, after + first)
    const isLast = ({ recordId, sequence }: { recordId: string; sequence: number }): boolean =>
      !own.some((other) => other.recordId === recordId && other.sequence > sequence && other.sequence <= (end ?? 0))
    const told = end === undefined ? looked : looked.filter((event) => event.sequence > end || isLast(event))
    const events = told.map((event): FeedEvent => ({ ...event, record: this.present(event.recordId) }))
    const next = after + looked.length
    const isOver = end === undefined || next >= end
    const page = { events, next, hasMore: next < own.length, snapshotTo: isOver ? null : end }
    return { page, ready: { division }, answer: { division } } as unknown as DivisionRead
  }

  private present(recordId: string): FeedEvent['record'] {
    const record = this.records.get(recordId)
    if (record === undefined || !record.isStanding) return null
    const { version, authority } = record
    return { __typename: 'AdministrativePenalty', recordId, version, recordState: 'CURRENT', authority }
  }
}
