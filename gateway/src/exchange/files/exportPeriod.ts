import { randomUUID } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdir, rename, unlink } from 'node:fs/promises'
import { join } from 'node:path'
import { HubError } from '@hub/schema/errors/HubError'
import {
  type NationalRecord,
  type NationalStandard,
  nationalForm,
  type SubjectKind,
} from '@hub/schema/nationalFields/nationalForm'
import type { FileBasis, FileEntry, FileLog, FileSubject, FinishedFile, WrittenEntry } from './fileLog.ts'
import { type ExportChange, FilePlan } from './filePlan.ts'
import { type FileFormat, nationalFile } from './formats/nationalFile.ts'
import { type Manifest, manifestName } from './manifest.ts'
import type { Reporter } from './national/completedRecord.ts'
import { SpilledChanges } from './spilledChanges.ts'
import { writeWhole } from './writeWhole.ts'

/** A page of changes; what the feed gives fits it. */
export interface ChangePage {
  readonly events: readonly ExportChange[]
  readonly next: string
  readonly hasMore: boolean
  /** Divisions that could not be read. */
  readonly behind: readonly { readonly division: string }[]
}

/** One table of one agreement for one period. */
export interface ExportJob extends FileSubject {
  readonly agreementVersion: number
  readonly basis: FileBasis
  readonly record: NationalRecord
  readonly subject: SubjectKind
  readonly standard: NationalStandard
  readonly format: FileFormat
  readonly reporter: Reporter
  /** The day of the report, YYYY-MM-DD in Shanghai. */
  readonly day: string
  /** A new version of a period that was reported already. */
  readonly reissue: boolean
}

export interface ExportParts {
  readonly log: FileLog
  /** Changes of the job's records after a cursor, as the partner may see them. */
  readonly read: (after: string | undefined) => Promise<ChangePage>
  readonly folder: string
  readonly clock: () => Date
}

/** Where the changes that were taken end. */
interface TakenSpan {
  readonly until: string
  readonly last: Readonly<Record<string, number>>
}

/**
 * Writes the file of a period and its manifest: once, unless a re-issue is asked for. Whatever ends it, done again it
 * goes on under the same name.
 * @throws HubError HUB_DIVISION_UNAVAILABLE while a division is out: a file without its records would say that there are none
 */
export async function exportPeriod(job: ExportJob, { log, read, folder, clock }: ExportParts): Promise<Manifest> {
  const entry = await log.reserve(subjectOf(job), job)
  const { manifest: known, draft: stored } = entry
  if (known !== undefined && stored !== undefined) return announced({ manifest: known, draft: stored }, folder)
  await mkdir(folder, { recursive: true })
  const draft = `${entry.file}.${randomUUID()}.draft`
  // Named as a draft: where a run is ended in between, it goes with the drafts.
  const changes = await SpilledChanges.open(join(folder, `${entry.file}.${randomUUID()}.changes.draft`))
  try {
    const span = await takeChanges(entry, read, changes)
    const finished = await writeDraft(job, entry, { changes, log, draft, folder, clock })
    const stands = await log.written(entry, { ...finished, ...span })
    if (stands.draft !== draft) await unlink(join(folder, draft))
    return await announced(stands, folder)
  } finally {
    await changes.close()
  }
}

interface DraftParts extends Pick<ExportParts, 'log' | 'folder' | 'clock'> {
  readonly changes: SpilledChanges
  readonly draft: string
}

/** Writes the rows under the draft's name as they are planned, and says what has become of the changes. */
async function writeDraft(
  job: ExportJob,
  entry: FileEntry,
  { changes, log, draft, folder, clock }: DraftParts,
): Promise<Omit<FinishedFile, keyof TakenSpan>> {
  const { agreementId, agreementVersion, record, subject, standard, period } = job
  const isAhead = job.ahead !== undefined
  const form = nationalForm(record, standard, subject)
  const plan = new FilePlan({ form, reporter: job.reporter, day: job.day })
  const rows = plannedRows(plan, changes, (records) => log.sentRows(entry, records), isAhead)
  // Whether there is anything to report shows by the first row, or by all that is no row.
  const first = await rows.next()
  const isNil = !isAhead && first.done === true && plan.withdrawals.length + plan.withheld.length === 0
  const bytes = isNil ? nothing() : nationalFile(entry.format, form, beginningWith(first, rows))
  const written = await writeWhole(join(folder, draft), bytes)
  // The rows belong to the file of the period, which reads the same changes again.
  const told = isAhead ? { rows: [], withheld: [], remarks: [], decidedOn: new Map() } : plan
  const manifest: Manifest = {
    file: entry.file,
    agreementId,
    agreementVersion,
    record,
    subject,
    standard,
    format: entry.format,
    period,
    version: entry.version,
    ...(entry.replaces === undefined ? {} : { replaces: entry.replaces }),
    ...(isAhead ? { ahead: true } : {}),
    nil: isNil,
    rows: told.rows.length,
    ...written,
    withheld: told.withheld,
    remarks: told.remarks,
    withdrawals: plan.withdrawals,
    writtenAt: clock().toISOString(),
  }
  return {
    manifest,
    draft,
    rows: told.rows,
    withdrawn: [...plan.withdrawn],
    withheld: told.decidedOn,
    seen: isAhead ? new Set() : changes.records,
  }
}

type SentRows = (records: readonly string[]) => ReturnType<FileLog['sentRows']>

/** The cells of each row of the file, while the plan hears of what is none. */
async function* plannedRows(
  plan: FilePlan,
  changes: SpilledChanges,
  sentRows: SentRows,
  isAhead: boolean,
): AsyncGenerator<readonly string[], undefined> {
  for await (const group of changes.last()) {
    const sent = await sentRows(group.map(({ recordId }) => recordId))
    for (const change of group) {
      const cells = plan.take(change, sent.get(change.recordId))
      if (cells !== undefined && !isAhead) yield cells
    }
  }
}

async function* beginningWith<T>(first: IteratorResult<T>, others: AsyncIterable<T>): AsyncGenerator<T> {
  if (first.done === true) return
  yield first.value
  yield* others
}

/**
 * Gives the file its name and writes the manifest, which says that it is finished; again, where a run broke off before.
 * The name comes after the entry: a run that is late must not put its bytes under another one's manifest.
 */
async function announced({ manifest, draft }: WrittenEntry, folder: string): Promise<Manifest> {
  const path = join(folder, manifestName(manifest.file))
  if (existsSync(path)) return manifest
  const file = join(folder, manifest.file)
  await rename(join(folder, draft), file).catch((error) => {
    const isNamed = (error as { code?: unknown }).code === 'ENOENT' && existsSync(file)
    if (!isNamed) throw error
  })
  await writeWhole(path, one(`${JSON.stringify(manifest, null, 2)}\n`))
  return manifest
}

function subjectOf({ agreementId, message, period, ahead }: ExportJob): FileSubject {
  return { agreementId, message, period, ...(ahead === undefined ? {} : { ahead }) }
}

/** A re-issue takes the changes that its predecessor took, and no later ones: those belong to the next period. */
async function takeChanges(entry: FileEntry, read: ExportParts['read'], changes: SpilledChanges): Promise<TakenSpan> {
  const last: Record<string, number> = {}
  let until = entry.after
  for (let hasMore = true; hasMore; ) {
    const page = await read(until)
    const [out] = page.behind
    if (out !== undefined)
      throw new HubError(
        'HUB_DIVISION_UNAVAILABLE',
        `${out.division} 暂时不可用，文件未生成 / does not answer, no file was made`,
      )
    const taken = page.events.filter(
      ({ sequence, division }) => entry.last === undefined || sequence <= (entry.last[division] ?? 0),
    )
    for (const { sequence, division } of taken) last[division] = Math.max(sequence, last[division] ?? 0)
    await changes.add(taken)
    until = page.next
    hasMore = page.hasMore
  }
  return { until: entry.until ?? until ?? '', last: entry.last ?? last }
}

async function* nothing(): AsyncGenerator<string> {}

async function* one(text: string): AsyncGenerator<string> {
  yield text
}
