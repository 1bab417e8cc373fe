import { shanghaiDate } from '@hub/schema/calendar/shanghaiDate'
import type { Logger } from 'pino'
import { agreementClaims } from '../../agreements/agreementClaims.ts'
import type { AgreementStore } from '../../agreements/agreementStore.ts'
import { agreementOn, type ExchangeAgreement } from '../../agreements/exchangeAgreement.ts'
import { MOST_EVENTS } from '../../feed/feedQuestion.ts'
import type { FeedReader } from '../../feed/feedReader.ts'
import { type ChangePage, type ExportJob, type ExportParts, exportPeriod } from '../exportPeriod.ts'
import type { FileLog } from '../fileLog.ts'
import { type AgreedTable, agreedTables } from './agreedTables.ts'
import { clearDrafts } from './clearDrafts.ts'
import { filePeriod } from './filePeriod.ts'
import { type FileSettings, fileFormatOf, folderOf } from './fileSettings.ts'
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

/** An agreement with when its present version was approved. */
interface FiledAgreement extends ExchangeAgreement {
  readonly since: Date
}

/** Writes the files that are due, of every agreement that is kept by files. */
export class FileRuns {
  private readonly clock: () => Date

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
    const standing = await log.standingMessages(agreement.id)
    for (const table of agreedTables(agreement, settings, standing)) {
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
      basis: `${agreementVersion}/${standard}`,
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
    const read = isClosed ? () => this.closing(agreementId, message) : this.reader(agreement, table)
    return exportPeriod(job, { log, read, folder: folderOf(settings, terms), clock: this.clock })
  }

  private reader({ terms }: FiledAgreement, { family }: AgreedTable): ExportParts['read'] {
    return async (after) => {
      const question = { caller: agreementClaims(terms), after, families: [family], first: MOST_EVENTS }
      const { events, ...page } = await this.parts.feed.read(question)
      return { ...page, events: events.map((event) => scopedChange(terms, event)) }
    }
  }

  /** Everything that stands by a message, as withdrawn: its agreement has ended, or does not cover its table any more. */
  private async closing(agreementId: string, message: string): Promise<ChangePage> {
    const records = await this.parts.log.standingRecords(agreementId, message)
    const events = records.map((recordId) => ({
      division: '',
      sequence: 0,
      kind: 'WITHDRAWN',
      recordId,
      version: 0,
      effectiveOn: shanghaiDate(this.clock()),
      record: null,
    }))
    return { events, next: '', hasMore: false, behind: [] }
  }
}
