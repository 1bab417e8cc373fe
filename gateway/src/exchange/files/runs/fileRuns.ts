import { randomUUID } from 'node:crypto'
import { addDays } from '@hub/schema/calendar/addDays'
import { shanghaiDate } from '@hub/schema/calendar/shanghaiDate'
import { HubError } from '@hub/schema/errors/HubError'
import type { Logger } from 'pino'
import { agreementClaims } from '../../agreements/agreementClaims.ts'
import type { AgreementStore } from '../../agreements/agreementStore.ts'
import { agreementOn, type ExchangeAgreement } from '../../agreements/exchangeAgreement.ts'
import { MOST_EVENTS } from '../../feed/feedQuestion.ts'
import type { FeedReader } from '../../feed/feedReader.ts'
import { type ChangePage, type ExportJob, type ExportParts, exportPeriod } from '../exportPeriod.ts'
import type { FileEntry, FileLog, FileSubject } from '../fileLog.ts'
import { belongsIn, type ExportChange } from '../filePlan.ts'
import { type AgreedTable, agreedTables } from './agreedTables.ts'
import { clearDrafts } from './clearDrafts.ts'
import { filePeriod } from './filePeriod.ts'
import { type FileSettings, fileFormatOf, folderOf } from './fileSettings.ts'
import { noteWaiting, type PendingDuty, pendingDuties } from './pendingDuties.ts'
import { readReceipts } from './readReceipts.ts'
import { scopedChange } from './scopedChange.ts'
import { WithdrawalsWaiting } from './withdrawalsWaiting.ts'

export interface FileRunsParts {
  readonly agreements: AgreementStore
  readonly log: FileLog
  readonly feed: Pick<FeedReader, 'read'>
  readonly settings: FileSettings
  readonly logger: Logger
  readonly clock?: () => Date
}

/** Every look reads all that waits. */
const DUTIES_EVERY_MS = 3 * 3_600_000
/** Records that a warning names, the earliest decisions first. */
const NAMED = 20

/** An agreement with when its present version was approved. */
interface FiledAgreement extends ExchangeAgreement {
  readonly since: Date
}

/** What is to be written: a period's file, or one of withdrawals ahead of it. */
type FiledPeriod = Pick<FileSubject, 'period' | 'ahead'>

/** Writes the files that are due, of every agreement that is kept by files. */
export class FileRuns {
  private readonly clock: () => Date
  /** When an agreement's duties were looked at. */
  private readonly lookedAt = new Map<string, number>()
  private readonly waiting: WithdrawalsWaiting

  constructor(private readonly parts: FileRunsParts) {
    this.clock = parts.clock ?? (() => new Date())
    this.waiting = new WithdrawalsWaiting(parts.log)
  }

  /**
   * One round: begun files are ended, those that are due are written, receipts are read. What one agreement cannot have
   * now is told to the log and tried again in the next round; the others get theirs.
   * @param mayGoOn asked before every file
   */
  async round(mayGoOn: () => Promise<boolean>): Promise<void> {
    const { agreements, logger } = this.parts
    for (const id of await agreements.ids()) {
      const agreement = await this.filed(id)
      if (agreement === undefined) continue
      try {
        await this.agreementRound(agreement, mayGoOn)
      } catch (err) {
        logger.warn({ err, agreement: id }, 'files of an agreement are not written yet')
      }
    }
  }

  /**
   * Decisions that an agreement covers and no file has brought yet, the earliest first, with those that a file has left
   * out because its form refuses them. @throws HubError HUB_DIVISION_UNAVAILABLE while they cannot be read
   */
  async pending(id: string): Promise<PendingDuty[]> {
    const agreement = await this.filed(id)
    if (agreement === undefined) return []
    const { log, settings } = this.parts
    const duties = await Promise.all(
      agreedTables(agreement, settings, []).map(async (table) => {
        const last = await log.lastWritten(id, table.message)
        // Of each record a date is kept and no more: there may be as many changes as the division has records.
        const waiting = await log.withheld.of(id, table.message)
        const read = this.reader(agreement, table, 'duties')
        let after = last?.basis === basisOf(agreement, settings) ? last.until : undefined
        for (let hasMore = true; hasMore; ) {
          const { events, next, hasMore: isMore, behind } = await read(after)
          const [out] = behind
          if (out !== undefined) throw new HubError('HUB_DIVISION_UNAVAILABLE', `${out.division} 暂时不可用`)
          const form = { standard: settings.standard, subject: table.subject }
          const isOwn = ({ record }: ExportChange) => record === null || belongsIn(form, record)
          noteWaiting(
            waiting,
            events.map((change) => (isOwn(change) ? change : { ...change, record: null })),
          )
          for (const recordId of await log.standingAmong(id, table.message, recordsOf(events))) waiting.delete(recordId)
          after = next
          hasMore = isMore
        }
        return pendingDuties(waiting, shanghaiDate(this.clock()))
      }),
    )
    return duties.flat().sort((one, other) => one.decidedOn.localeCompare(other.decidedOn))
  }

  /** When the last file of an agreement was written, of the table whose turn was first; undefined where one has none yet. */
  async reportedUntil(id: string): Promise<Date | undefined> {
    const agreement = await this.filed(id)
    if (agreement === undefined) return undefined
    const tables = agreedTables(agreement, this.parts.settings, [])
    const last = await Promise.all(tables.map(({ message }) => this.parts.log.lastWritten(id, message)))
    const times = last.map((entry) => (entry?.manifest ? Date.parse(entry.manifest.writtenAt) : undefined))
    const known = times.filter((time) => time !== undefined)
    return known.length < times.length || known.length === 0 ? undefined : new Date(Math.min(...known))
  }

  private async filed(id: string): Promise<FiledAgreement | undefined> {
    const versions = await this.parts.agreements.versionsOf(id)
    const agreement = agreementOn(versions, shanghaiDate(this.clock()))
    if (agreement?.terms.mode !== 'FILE') return undefined
    const since = versions.find(({ version }) => version === agreement.version)?.decision?.at
    return { ...agreement, since: since ?? this.clock() }
  }

  private async agreementRound(agreement: FiledAgreement, mayGoOn: () => Promise<boolean>): Promise<void> {
    const { agreements, log, settings, logger } = this.parts
    const folder = folderOf(settings, agreement.terms)
    const [standing, begun] = await Promise.all([log.standingMessages(agreement.id), log.reservedOf(agreement.id)])
    const messages = [...standing, ...begun.map(({ message }) => message)]
    for (const table of agreedTables(agreement, settings, messages)) {
      for (const period of await this.periodsOf(agreement, table)) {
        if (!(await mayGoOn())) return
        const manifest = await this.write(agreement, table, period)
        logger.info(
          { agreement: agreement.id, file: manifest.file, rows: manifest.rows, nil: manifest.nil },
          'file written',
        )
      }
    }
    await clearDrafts(log, folder, this.clock())
    const receipts = { path: folder, endpoint: agreement.terms.endpoint, today: shanghaiDate(this.clock()) }
    await readReceipts({ log, agreements, logger }, receipts)
    await this.warnOfDuties(agreement.id)
  }

  private async warnOfDuties(agreement: string): Promise<void> {
    const now = this.clock().getTime()
    if (now - (this.lookedAt.get(agreement) ?? 0) < DUTIES_EVERY_MS) return
    const duties = await this.pending(agreement)
    this.lookedAt.set(agreement, now)
    const ofState = (state: PendingDuty['state']) => duties.filter((duty) => duty.state === state)
    const [overdue, dueSoon] = [ofState('OVERDUE'), ofState('DUE_SOON')]
    if (overdue.length + dueSoon.length === 0) return
    const records = recordsOf([...overdue, ...dueSoon]).slice(0, NAMED)
    const counts = { dueSoon: dueSoon.length, overdue: overdue.length }
    this.parts.logger.warn({ agreement, ...counts, records }, 'decisions have to be reported')
  }

  /** Periods that were begun, and then the one that is due; before that, withdrawals that cannot wait for it. */
  private async periodsOf(agreement: FiledAgreement, table: AgreedTable): Promise<FiledPeriod[]> {
    const { id, since, terms } = agreement
    const { message, isClosed } = table
    const begun = (await this.parts.log.reservedOf(id)).filter((entry) => entry.message === message)
    if (begun.length > 0 || terms.schedule === undefined) return begun
    const last = await this.parts.log.lastWritten(id, message)
    const written = last?.manifest && { period: last.period, writtenAt: new Date(last.manifest.writtenAt) }
    // What has to be withdrawn is withdrawn now, not when the next file would have been due.
    const schedule = isClosed ? { cron: '* * * * *', days: 'ALL' as const } : terms.schedule
    const due = filePeriod({ schedule, from: terms.from, since, last: written }, this.clock())
    if (due !== undefined) return [{ period: due }]
    return isClosed ? [] : this.ahead(agreement, table, last)
  }

  private async ahead(
    agreement: FiledAgreement,
    table: AgreedTable,
    last: FileEntry | undefined,
  ): Promise<FiledPeriod[]> {
    if (last === undefined) return []
    const { standard } = this.parts.settings
    const now = this.clock()
    const today = shanghaiDate(now)
    const period = { from: last.period.to < today ? addDays(last.period.to, 1) : today, to: today }
    const ahead = now.toISOString()
    const basis = basisOf(agreement, this.parts.settings)
    const waits = await this.waiting.has({
      subject: { agreementId: agreement.id, message: table.message, period, ahead },
      table,
      standard,
      from: { key: `${last.file} ${basis}`, after: last.basis === basis ? last.until : undefined },
      read: this.reader(agreement, table, 'withdrawals'),
      now,
    })
    return waits ? [{ period, ahead }] : []
  }

  private write(agreement: FiledAgreement, table: AgreedTable, { period, ahead }: FiledPeriod) {
    const { log, settings } = this.parts
    const { id: agreementId, version: agreementVersion, terms } = agreement
    const { record, subject, message, isClosed } = table
    const { standard, reporter } = settings
    const job: ExportJob = {
      agreementId,
      agreementVersion,
      basis: basisOf(agreement, settings),
      message,
      period,
      ...(ahead === undefined ? {} : { ahead }),
      record,
      subject,
      standard,
      format: fileFormatOf(terms.format),
      reporter,
      day: shanghaiDate(this.clock()),
      reissue: false,
    }
    const read = isClosed ? () => this.closing(agreementId, message, period.to) : this.reader(agreement, table, 'files')
    return exportPeriod(job, { log, read, folder: folderOf(settings, terms), clock: this.clock })
  }

  /** @param why what the evidence names as the reason of the reads */
  private reader({ id, version, terms }: FiledAgreement, { family }: AgreedTable, why: string): ExportParts['read'] {
    const request = { requestId: randomUUID(), address: '', client: `${why} of agreement ${id}:${version}` }
    return async (after) => {
      const question = { caller: agreementClaims(terms), after, families: [family], first: MOST_EVENTS, request }
      const { events, ...page } = await this.parts.feed.read(question)
      return { ...page, events: events.map((event) => scopedChange(terms, event)) }
    }
  }

  /**
   * Everything that a message has brought, as withdrawn: its agreement has ended, or does not cover its table any more.
   * What no longer stands is left out by the plan, but where the file that withdrew it is issued again.
   */
  private async closing(agreementId: string, message: string, effectiveOn: string): Promise<ChangePage> {
    const records = await this.parts.log.givenRecords(agreementId, message)
    const events = records.map((recordId) => ({
      division: '',
      sequence: 0,
      kind: 'WITHDRAWN',
      recordId,
      version: 0,
      effectiveOn,
      record: null,
    }))
    return { events, next: '', hasMore: false, behind: [] }
  }
}

function recordsOf(changes: readonly Pick<ExportChange, 'recordId'>[]): string[] {
  return [...new Set(changes.map(({ recordId }) => recordId))]
}

/** With another basis than the last file's everything is read again. */
function basisOf({ version }: FiledAgreement, { standard }: FileSettings): string {
  return `${version}/${standard}`
}
