import { addDays } from '@hub/schema/calendar/addDays'
import { isDuplicateKey } from '@hub/schema/leases/isDuplicateKey'
import type { StoredRecord } from '../family/recordEnvelope.ts'
import type { RecordFamily } from '../family/recordFamily.ts'
import type { DivisionCollections } from '../store/divisionCollections.ts'
import { versionId } from '../store/versionId.ts'
import type { RelayCollections } from './relayCollections.ts'

const BATCH_SIZE = 500

type Ends = { readonly path: string; readonly after: 0 | 1 }

/**
 * Announces every record in force whose publicity has ended since the last time: an event EXPIRED of its present version,
 * effective on the first day on which it is closed. Done again, or by two at once, it announces nothing twice.
 * @param today calendar date in Shanghai, YYYY-MM-DD; the first time, only what ends on this very day is announced
 * @returns how many were announced
 */
export async function announceExpiry(
  collections: DivisionCollections,
  { expiry }: Pick<RelayCollections, 'expiry'>,
  { families, today, now = new Date() }: { families: readonly RecordFamily[]; today: string; now?: Date },
): Promise<number> {
  const state = await expiry.findOne({ _id: 'expiry' })
  const since = state?.through ?? addDays(today, -1)
  if (since >= today) return 0
  let announced = 0
  for (const family of families) {
    const ends = endsOf(family)
    if (ends.length === 0) continue
    for await (const records of endedBetween(collections, family, { ends, since, today }))
      announced += await announce(collections, family, { records, ends, now })
  }
  await expiry.updateOne({ _id: 'expiry' }, { $set: { through: today } }, { upsert: true })
  return announced
}

/** The dates with which a family's records leave publicity, as its visibility says. */
function endsOf({ visibility }: RecordFamily): Ends[] {
  return (visibility.public ?? []).flatMap(({ ends }) => ends ?? [])
}

async function* endedBetween(
  collections: DivisionCollections,
  family: RecordFamily,
  { ends, since, today }: { ends: readonly Ends[]; since: string; today: string },
): AsyncGenerator<StoredRecord[]> {
  const within = ends.map(({ path, after }) => ({
    [path]: { $gt: addDays(since, -after), $lte: addDays(today, -after) },
  }))
  // Not more than is announced: what is sealed of the others stays closed.
  const fields = ['recordId', 'subjectId', 'version', ...ends.map(({ path }) => path)]
  const projection = Object.fromEntries(fields.map((field) => [field, 1]))
  const cursor = collections
    .modelsOf(family)
    .current.find({ recordState: 'CURRENT', $or: within } as never, { batchSize: BATCH_SIZE, projection })
  let batch: StoredRecord[] = []
  for await (const record of cursor as unknown as AsyncIterable<StoredRecord>) {
    // What another date had closed before has been announced then.
    if ((closedOn(record, ends) ?? '') <= since) continue
    batch.push(record)
    if (batch.length < BATCH_SIZE) continue
    yield batch
    batch = []
  }
  if (batch.length > 0) yield batch
}

/** First day on which a record is closed, by the earliest of its dates. */
function closedOn(record: StoredRecord, ends: readonly Ends[]): string | undefined {
  const days = ends.flatMap(({ path, after }) => {
    const date = path
      .split('.')
      .reduce<unknown>((value, name) => (value as Record<string, unknown> | undefined)?.[name], record)
    return typeof date === 'string' ? [addDays(date, after)] : []
  })
  return days.sort()[0]
}

async function announce(
  { outbox }: DivisionCollections,
  family: RecordFamily,
  { records, ends, now }: { records: readonly StoredRecord[]; ends: readonly Ends[]; now: Date },
): Promise<number> {
  const events = records.map((record) => ({
    _id: `EXPIRED/${versionId(record)}`,
    kind: 'EXPIRED' as const,
    family: family.name,
    recordId: record.recordId,
    subjectId: record.subjectId,
    version: record.version,
    recordedAt: now,
    effectiveOn: closedOn(record, ends),
    sequence: null,
  }))
  try {
    return (await outbox.insertMany(events, { ordered: false })).insertedCount
  } catch (error) {
    if (!isDuplicateKey(error)) throw error
    return (error as { result?: { insertedCount: number } }).result?.insertedCount ?? 0
  }
}
