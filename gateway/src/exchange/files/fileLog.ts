import { isDuplicateKey } from '@hub/schema/leases/isDuplicateKey'
import type { mongo } from 'mongoose'
import { inTransaction } from '../../database/inTransaction.ts'
import type { ReadLimits } from '../agreements/agreementStore.ts'
import { type FileNameParts, fileName } from './fileName.ts'
import type { PlannedRow, SentRow } from './filePlan.ts'
import type { FileFormat } from './formats/nationalFile.ts'
import type { Manifest } from './manifest.ts'
import type { FileReceipt } from './receipts/fileReceipt.ts'
import { rowId, rowIds } from './rowId.ts'
import { WithheldLog } from './withheldLog.ts'

const VERSION_DIGITS = 4
/** What a receipt says of a row that was taken in. */
const TAKEN: ReadonlySet<string> = new Set(['CREATED', 'UPDATED'])

/** Whose file it is and what it is about. */
export interface FileSubject {
  readonly agreementId: string
  /** 报文号. */
  readonly message: string
  readonly period: Manifest['period']
  /** Of a file of withdrawals that goes before the period's own: when it was begun (UTC, RFC 3339). */
  readonly ahead?: string
}

/** What a file rests on: version of the agreement and edition of the form. With another one than the last file's, every change is read again. */
export type FileBasis = string

/** Who has a period reported again, and why. */
export interface ReissueAct {
  readonly by: string
  readonly reason: string
}

interface Reservation {
  /** The day of the report, YYYY-MM-DD. */
  readonly day: string
  readonly format: FileFormat
  readonly basis: FileBasis
  /** A new version of what was written already. */
  readonly reissue: boolean
  readonly asked?: ReissueAct
}

/** One version of one period's file. */
export interface FileEntry extends FileSubject {
  readonly _id: string
  readonly version: number
  readonly file: string
  /** As the name of the file says, whatever a run that takes it up again is asked for. */
  readonly format: FileFormat
  /** The day of the report, in the file's name. */
  readonly day: string
  readonly basis: FileBasis
  readonly replaces?: string
  /** Who has asked for it again, where somebody has. */
  readonly asked?: ReissueAct
  readonly state: 'RESERVED' | 'WRITTEN'
  /** Cursor from which its changes were read, and to which. */
  readonly after?: string
  readonly until?: string
  /** By division the number of the last change that it took. */
  readonly last?: Readonly<Record<string, number>>
  readonly manifest?: Manifest
  /** The name that the finished file has until it is given its own. */
  readonly draft?: string
  readonly receipt?: FileReceipt
  /** When the receipt was read. */
  readonly receiptAt?: Date
}

interface SentDocument extends SentRow {
  readonly _id: string
  /** Of the record; rows of files that were written before versions were kept have none. */
  readonly version?: number
  /** Row of the file, from 1, by which its receipt names it. */
  readonly row?: number
  readonly withdrawnIn?: string
}

/** Which files were written, by name, and what each partner has by them; in the hub's database. */
export class FileLog {
  readonly entries: mongo.Collection<FileEntry>
  private readonly sequences: mongo.Collection<{ _id: string; last: number }>
  private readonly rows: mongo.Collection<SentDocument>
  readonly withheld: WithheldLog

  constructor(private readonly db: mongo.Db) {
    this.entries = db.collection('exchange_files')
    this.sequences = db.collection('exchange_file_sequences')
    this.rows = db.collection('exchange_file_rows')
    this.withheld = new WithheldLog(db)
  }

  async buildIndexes(): Promise<void> {
    await Promise.all([
      this.entries.createIndex({ file: 1 }),
      this.entries.createIndex({ agreementId: 1, message: 1, state: 1 }),
      this.entries.createIndex({ agreementId: 1, day: -1, _id: -1 }),
    ])
  }

  /**
   * The entry to be written next for a period, or the last one when it is written and no re-issue is asked for. A name
   * that was reserved by a run that broke off is taken up again; no other run ever gets it.
   */
  async reserve(subject: FileSubject, { day, format, basis, reissue, asked }: Reservation): Promise<FileEntry> {
    const last = await this.lastOf(subject)
    if (last !== undefined && (last.state === 'RESERVED' || !reissue)) return last
    const version = (last?.version ?? 0) + 1
    const sequence = await this.nextSequence({ message: subject.message, day })
    const before = last === undefined ? await this.periodBefore(subject) : undefined
    const after = last?.after ?? (before?.basis === basis ? before.until : undefined)
    const entry: FileEntry = {
      ...subject,
      _id: entryId(subject, version),
      version,
      file: fileName({ message: subject.message, day, sequence }, format),
      format,
      day,
      basis: last?.basis ?? basis,
      state: 'RESERVED',
      ...(asked === undefined ? {} : { asked }),
      ...(after === undefined ? {} : { after }),
      ...(last === undefined ? {} : { replaces: last.file, ...(last.last === undefined ? {} : { last: last.last }) }),
      ...(last?.until === undefined ? {} : { until: last.until }),
    }
    try {
      await this.entries.insertOne(entry)
      return entry
    } catch (error) {
      // Another hub has come first; the sequence number is lost, which is better than used twice.
      unlessTaken(error)
      return this.reserve(subject, { day, format, basis, reissue: false })
    }
  }

  /**
   * The rows that a partner has by files of earlier periods of a message, of the given records. What the period itself
   * brought, or a later one, does not count: a file that is issued again is to withdraw what its first version did, and
   * leaves later repairs to the periods that they fall into.
   */
  async sentRows({ agreementId, message, ...own }: FileSubject, records: readonly string[]) {
    const ids = records.map((recordId) => rowId(agreementId, message, recordId))
    const found = await this.rows.find({ _id: { $in: ids } }).toArray()
    const files = [...new Set(found.flatMap(({ file, withdrawnIn }) => [file, ...(withdrawnIn ? [withdrawnIn] : [])]))]
    const written = await this.entries
      .find({ file: { $in: files } }, { projection: { file: 1, period: 1, ahead: 1 } })
      .toArray()
    const periods = new Map(written.map((entry) => [entry.file, periodOrder(entry)]))
    const order = periodOrder(own)
    const standing = found.filter(({ file, withdrawnIn }) => {
      const isEarlier = (periods.get(file) ?? order) < order
      return isEarlier && (withdrawnIn === undefined || periods.get(withdrawnIn) === order)
    })
    const prefix = rowId(agreementId, message, '')
    return new Map(standing.map(({ _id, file, key }): [string, SentRow] => [_id.slice(prefix.length), { file, key }]))
  }

  /**
   * Remembers what a finished file holds and has withdrawn, and that it is finished: all of it or nothing. Of several that
   * finish it at once the first one stands. @returns the entry as it stands
   */
  async written(entry: FileEntry, finished: FinishedFile): Promise<WrittenEntry> {
    const { agreementId, message, file } = entry
    const { rows, withdrawn, withheld, seen, ...facts } = finished
    const sent = rows.map(({ recordId, version, key }, index) => ({
      replaceOne: {
        filter: { _id: rowId(agreementId, message, recordId) },
        replacement: { file, key, version, row: index + 1 },
        upsert: true,
      },
    }))
    const gone = withdrawn.map((recordId) => ({
      updateOne: { filter: { _id: rowId(agreementId, message, recordId) }, update: { $set: { withdrawnIn: file } } },
    }))
    const changes = [...sent, ...gone]
    const settle = await this.withheld.changes(entry, { withheld, seen })
    const isFirst = await inTransaction(this.db, async (session) => {
      const claim = { $set: { state: 'WRITTEN' as const, ...facts } }
      const { matchedCount } = await this.entries.updateOne({ _id: entry._id, state: 'RESERVED' }, claim, { session })
      if (matchedCount === 0) return false
      if (changes.length > 0) await this.rows.bulkWrite(changes, { session })
      await settle(session)
      return true
    })
    if (isFirst) return facts
    const { manifest, draft } = (await this.entryOf(file)) ?? {}
    if (manifest === undefined || draft === undefined) throw new Error(`${file} is neither reserved nor written`)
    return { manifest, draft }
  }

  /** Keeps a partner's receipt for a file. @returns false when there is no such file */
  async acknowledged(file: string, receipt: FileReceipt): Promise<boolean> {
    const { matchedCount } = await this.entries.updateOne(
      { file, state: 'WRITTEN' },
      { $set: { receipt, receiptAt: new Date() } },
    )
    return matchedCount === 1
  }

  /** What was reserved for an agreement and is not written yet. */
  reservedOf(agreementId: string): Promise<FileEntry[]> {
    return this.entries.find({ agreementId, state: 'RESERVED' }).sort({ _id: 1 }).toArray()
  }

  /** Files of an agreement, those of the last day first. @param after day and id of the last one that was told */
  filesOf(
    agreementId: string,
    { first, after, limits }: { first: number; after: readonly [string, string] | undefined; limits: ReadLimits },
  ): Promise<FileEntry[]> {
    const [day, _id] = after ?? []
    const beyond = day === undefined ? {} : { $or: [{ day: { $lt: day } }, { day, _id: { $lt: _id ?? '' } }] }
    const found = this.entries.find({ agreementId, ...beyond }, limits)
    return found.sort({ day: -1, _id: -1 }).limit(first).toArray()
  }

  /** Files of an agreement that were reported on some days. */
  reportedBetween(agreementId: string, { from, to }: Manifest['period'], limits: ReadLimits): Promise<FileEntry[]> {
    return this.entries.find({ agreementId, day: { $gte: from, $lte: to } }, limits).toArray()
  }

  /** The last period of a message that was written. */
  async lastWritten(agreementId: string, message: string): Promise<FileEntry | undefined> {
    const own = { agreementId, message, state: 'WRITTEN', ahead: { $exists: false } } as const
    return (await this.entries.find(own).sort({ _id: -1 }).limit(1).toArray())[0]
  }

  /** Messages of an agreement by which its partner still has rows. */
  async standingMessages(agreementId: string): Promise<string[]> {
    const messages: string[] = await this.entries.distinct('message', { agreementId })
    const found = await Promise.all(messages.map((message) => this.standingRecords(agreementId, message, 1)))
    return messages.filter((_, index) => (found[index] ?? []).length > 0)
  }

  /** Records whose rows a partner still has by a message. */
  standingRecords(agreementId: string, message: string, limit = 0): Promise<string[]> {
    return this.recordsBy(agreementId, message, { withdrawnIn: { $exists: false } }, limit)
  }

  /** Those of some records whose rows a partner still has by a message. */
  async standingAmong(agreementId: string, message: string, recordIds: readonly string[]): Promise<string[]> {
    const ids = new Map(recordIds.map((recordId) => [rowId(agreementId, message, recordId), recordId]))
    const standing = { _id: { $in: [...ids.keys()] }, withdrawnIn: { $exists: false } }
    const found = await this.rows.find(standing, { projection: { _id: 1 } }).toArray()
    return found.flatMap(({ _id }) => ids.get(_id) ?? [])
  }

  /** Records whose rows a partner was ever given by a message. */
  givenRecords(agreementId: string, message: string): Promise<string[]> {
    return this.recordsBy(agreementId, message, {}, 0)
  }

  /** Of some records those that a partner was ever given in a file, and whether the file's receipt says that it took them in. */
  async given(agreementId: string, records: readonly string[], limits: ReadLimits): Promise<Map<string, boolean>> {
    const messages: string[] = await this.entries.distinct('message', { agreementId }, limits)
    const place = messages.flatMap((message) =>
      records.map((recordId) => [rowId(agreementId, message, recordId), recordId] as const),
    )
    const recordOf = new Map(place)
    const found = await this.rows.find({ _id: { $in: [...recordOf.keys()] } }, limits).toArray()
    const files = [...new Set(found.map(({ file }) => file))]
    const written = await this.entries
      .find({ file: { $in: files } }, { ...limits, projection: { file: 1, receipt: 1 } })
      .toArray()
    const receipts = new Map(written.map(({ file, receipt }) => [file, receipt]))
    const isTaken = ({ file, row }: SentDocument): boolean =>
      receipts.get(file)?.lines.some((line) => line.row === row && TAKEN.has(line.outcome)) === true
    return new Map(found.map((sent) => [recordOf.get(sent._id) ?? '', isTaken(sent)]))
  }

  private async recordsBy(agreementId: string, message: string, which: object, limit: number): Promise<string[]> {
    const { prefix, range } = rowIds(agreementId, message)
    const own = { _id: range, ...which }
    const found = await this.rows.find(own, { projection: { _id: 1 }, limit }).toArray()
    return found.map(({ _id }) => _id.slice(prefix.length))
  }

  /** What a partner was given of a record by the files of an agreement, and in which of them it was withdrawn. */
  async givenOf(agreementId: string, recordId: string): Promise<GivenRow[]> {
    const messages: string[] = await this.entries.distinct('message', { agreementId })
    const ids = new Map(messages.map((message) => [rowId(agreementId, message, recordId), message]))
    const found = await this.rows.find({ _id: { $in: [...ids.keys()] } }).toArray()
    return Promise.all(
      found.map(async ({ _id, file, version, withdrawnIn }) => {
        const receiptAt = (await this.entryOf(withdrawnIn ?? file))?.receiptAt
        return { message: ids.get(_id) ?? '', file, version, withdrawnIn, receiptAt }
      }),
    )
  }

  /** Whether a draft belongs to an entry, whose file it may have to become yet. */
  async isAwaited(draft: string): Promise<boolean> {
    return (await this.entries.findOne({ draft }, { projection: { _id: 1 } })) !== null
  }

  async entryOf(file: string): Promise<FileEntry | undefined> {
    return (await this.entries.findOne({ file })) ?? undefined
  }

  private async lastOf(subject: FileSubject): Promise<FileEntry | undefined> {
    const range = { $gte: entryId(subject, 0), $lt: `${periodId(subject)};` }
    return (await this.entries.find({ _id: range }).sort({ _id: -1 }).limit(1).toArray())[0]
  }

  /** Any version of the period before: all of them end where the first one did. */
  private async periodBefore(subject: FileSubject): Promise<FileEntry | undefined> {
    const range = { $gte: `${subject.agreementId}:${subject.message}:`, $lt: periodId(subject) }
    const before = this.entries
      .find({ _id: range, state: 'WRITTEN', ahead: { $exists: false } })
      .sort({ _id: -1 })
      .limit(1)
    return (await before.toArray())[0]
  }

  /** The counter is made before it counts: racing upserts are not answered alike by every server. */
  private async nextSequence({ message, day }: Omit<FileNameParts, 'sequence'>): Promise<number> {
    const _id = `${message}_${day}`
    for (;;) {
      const next = await this.sequences.findOneAndUpdate({ _id }, { $inc: { last: 1 } }, { returnDocument: 'after' })
      if (next !== null) return next.last
      await this.sequences.insertOne({ _id, last: 0 }).catch(unlessTaken)
    }
  }
}

function unlessTaken(error: unknown): void {
  if (!isDuplicateKey(error)) throw error
}

/** A row of a record, as a partner has it by the last file that told of it. */
export interface GivenRow extends Pick<FileEntry, 'message' | 'file'> {
  readonly version: number | undefined
  /** The file that withdrew it, where one has. */
  readonly withdrawnIn: string | undefined
  /** When the partner's receipt for that file was read, if it was. */
  readonly receiptAt: Date | undefined
}

/** A file that is finished: what is told of it, and the name that it was written under. */
export type WrittenEntry = Required<Pick<FileEntry, 'manifest' | 'draft'>>

export interface FinishedFile extends WrittenEntry {
  readonly rows: readonly PlannedRow[]
  /** Records. */
  readonly withdrawn: readonly string[]
  /** Records that were left out, with the day of their decision. */
  readonly withheld: ReadonlyMap<string, string>
  /** Every record that its changes were about. */
  readonly seen: ReadonlySet<string>
  readonly until: string
  readonly last: Readonly<Record<string, number>>
}

function periodId({ agreementId, message, ...own }: FileSubject): string {
  return `${agreementId}:${message}:${own.ahead === undefined ? '' : 'ahead:'}${periodOrder(own)}`
}

/** Sorts as the periods do; what goes ahead comes after every period that had ended by then. */
function periodOrder({ period: { from, to }, ahead }: Pick<FileSubject, 'period' | 'ahead'>): string {
  return ahead === undefined ? `${from}:${to}` : `${from}:${to}~${ahead}`
}

function entryId(subject: FileSubject, version: number): string {
  return `${periodId(subject)}:${String(version).padStart(VERSION_DIGITS, '0')}`
}
