import { randomUUID } from 'node:crypto'
import { shanghaiDate } from '@hub/schema/calendar/shanghaiDate'
import { HubError } from '@hub/schema/errors/HubError'
import type { Logger } from 'pino'
import { agreementClaims } from '../../agreements/agreementClaims.ts'
import type { AgreementStore } from '../../agreements/agreementStore.ts'
import { agreementOn, type ExchangeAgreement } from '../../agreements/exchangeAgreement.ts'
import { MOST_EVENTS } from '../../feed/feedQuestion.ts'
import type { FeedReader } from '../../feed/feedReader.ts'
import { type ChangePage, type ExportJob, type ExportParts, exportPeriod } from '../exportPeriod.ts'
import type { FileLog } from '../fileLog.ts'
import { belongsIn, type ExportChange } from '../planFile.ts'
import { type AgreedTable, agreedTables } from './agreedTables.ts'
import { clearDrafts } from './clearDrafts.ts'
import { filePeriod } from './filePeriod.ts'
import { type FileSettings, fileFormatOf, folderOf } from './fileSettings.ts'
import { type PendingDuty, pendingDuties } from './pendingDuties.ts'
import { readReceipts } from './readReceipts.ts'
import { scopedChange } from './scopedChange.ts'

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

/** An agreement with when its present version was approved. */
interface FiledAgreement extends ExchangeAgreement {
  readonly since: Date
}

/** Writes the files that are due, of every agreement that is kept by files. */
export class FileRuns {
  private readonly clock: () => Date
  /** When an agreement's duties were looked at. */
  private readonly lookedAt = new Map<string, number>()

  constructor(private readonly parts: FileRunsParts) {
    this.clock = parts.clock ?? (() => new Date())
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
   * Decisions that an agreement covers and no file has brought yet, the earliest first; those that a form refuses are
   * named by the file that left them out. @throws HubError HUB_DIVISION_UNAVAILABLE while they cannot be read
   */
  async pending(id: string): Promise<PendingDuty[]> {
    const agreement = await this.filed(id)
    if (agreement === undefined) return []
    const { log, settings } = this.parts
    const duties = await Promise.all(
      agreedTables(agreement, settings, []).map(async (table) => {
        const last = await log.lastWritten(id, table.message)
        const changes: ExportChange[] = []
        const read = this.reader(agreement, table, 'duties')
        let after = last?.basis === basisOf(agreement, settings) ? last.until : undefined
        for (let hasMore = true; hasMore; ) {
          const { events, next, hasMore: isMore, behind } = await read(after)
          const [out] = behind
          if (out !== undefined) throw new HubError('HUB_DIVISION_UNAVAILABLE', `${out.division} 暂时不可用`)
          changes.push(...events)
          after = next
          hasMore = isMore
        }
        const sent = new Set(await log.standingRecords(id, table.message))
        const own = changes.filter(
          ({ record }) => record === null || belongsIn({ standard: settings.standard, subject: table.subject }, record),
        )
        return pendingDuties(own, shanghaiDate(this.clock())).filter(({ recordId }) => !sent.has(recordId))
      }),
    )
    return duties.flat().sort((one, other) => one.decidedOn.localeCompare(other.decidedOn))
  }

  private async filed(id: string): Promise<FiledAgreement | undefined> {
    const versions = await this.parts.agreements.versionsOf(id)
    const agreement = agreementOn(versions, shanghaiDate(this.clock()))
    if (agreement?.terms.mode !== 'FILE') return undefined
    const since = versions.find(({ version }) => version === agreement.version)?.decision?.at
    return { ...agreement, since: since ?? this.clock() }
  }

  private async agreementRound(agreement: FiledAgreement, mayGoOn: () => Promise<boolean>): Promise<void> {
    const { log, settings, logger } = this.parts
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
    await readReceipts(log, folder, logger)
    await this.warnOfDuties(agreement.id)
  }

  private async warnOfDuties(agreement: string): Promise<void> {
    const now = this.clock().getTime()
    if (now - (this.lookedAt.get(agreement) ?? 0) < DUTIES_EVERY_MS) return
    const duties = await this.pending(agreement)
    this.lookedAt.set(agreement, now)
    const count = (state: PendingDuty['state']) => duties.filter((duty) => duty.state === state).length
    const counts = { dueSoon: count('DUE_SOON'), overdue: count('OVERDUE') }
    if (counts.dueSoon + counts.overdue > 0)
      this.parts.logger.warn({ agreement, ...counts }, 'decisions have to be reported')
  }

  /** Periods that were begun, and then the one that is due. */
  private async periodsOf(agreement: FiledAgreement, { message, isClosed }: AgreedTable) {
    const { id, since, terms } = agreement
    const begun = (await this.parts.log.reservedOf(id)).filter((entry) => entry.message === message)
    if (begun.length > 0 || terms.schedule === undefined) return begun.map(({ period }) => period)
    const last = await this.parts.log.lastWritten(id, message)
    const written = last?.manifest && { period: last.period, writtenAt: new Date(last.manifest.writtenAt) }
    // What has to be withdrawn is withdrawn now, not when the next file would have been due.
    const schedule = isClosed ? { cron: '* * * * *', days: 'ALL' as const } : terms.schedule
    const due = filePeriod({ schedule, from: terms.from, since, last: written }, this.clock())
    return due === undefined ? [] : [due]
  }

  private write(agreement: FiledAgreement, table: AgreedTable, period: ExportJob['period']) {
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

/** With another basis than the last file's everything is read again. */
function basisOf({ version }: FiledAgreement, { standard }: FileSettings): string {
  return `${version}/${standard}`
}
