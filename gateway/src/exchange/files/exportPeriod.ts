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
import type { FileBasis, FileEntry, FileLog, FileSubject, WrittenEntry } from './fileLog.ts'
import { type FileFormat, nationalFile } from './formats/nationalFile.ts'
import { type Manifest, manifestName } from './manifest.ts'
import type { Reporter } from './national/completedRecord.ts'
import { type ExportChange, planFile } from './planFile.ts'
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

interface TakenChanges {
  readonly changes: readonly ExportChange[]
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
  const taken = await takeChanges(entry, read)
  const records = [...new Set(taken.changes.map(({ recordId }) => recordId))]
  const sent = await log.sentRows(entry, records)
  const { form, plan } = planOf(job, taken.changes, sent)
  const rows = plan.rows.map(({ cells }) => cells)
  const isAhead = job.ahead !== undefined
  const nil = !isAhead && rows.length + plan.withdrawals.length + plan.withheld.length === 0
  await mkdir(folder, { recursive: true })
  const draft = `${entry.file}.${randomUUID()}.draft`
  const written = await writeWhole(join(folder, draft), nil ? nothing() : nationalFile(entry.format, form, rows))
  const { agreementId, agreementVersion, record, subject, standard, period } = job
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
    nil,
    rows: rows.length,
    ...written,
    withheld: plan.withheld,
    remarks: plan.remarks,
    withdrawals: plan.withdrawals,
    writtenAt: clock().toISOString(),
  }
  const stands = await log.written(entry, {
    manifest,
    draft,
    rows: plan.rows,
    withdrawn: [...plan.withdrawn],
    withheld: decidedOnOf(taken.changes, plan.withheld),
    seen: new Set(isAhead ? [] : records),
    until: taken.until,
    last: taken.last,
  })
  if (stands.draft !== draft) await unlink(join(folder, draft))
  return announced(stands, folder)
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

function planOf(job: ExportJob, changes: readonly ExportChange[], sent: Awaited<ReturnType<FileLog['sentRows']>>) {
  const form = nationalForm(job.record, job.standard, job.subject)
  const plan = planFile({ form, changes, sent, reporter: job.reporter, day: job.day })
  // The rows belong to the file of the period, which reads the same changes again.
  return { form, plan: job.ahead === undefined ? plan : { ...plan, rows: [], withheld: [], remarks: [] } }
}

function subjectOf({ agreementId, message, period, ahead }: ExportJob): FileSubject {
  return { agreementId, message, period, ...(ahead === undefined ? {} : { ahead }) }
}

/** Of records that are left out, the days of their decisions. */
function decidedOnOf(changes: readonly ExportChange[], left: Manifest['withheld']): Map<string, string> {
  const ids = new Set(left.map(({ recordId }) => recordId))
  return new Map(
    changes.flatMap(({ recordId, record }): [string, string][] =>
      ids.has(recordId) && typeof record?.decidedOn === 'string' ? [[recordId, record.decidedOn]] : [],
    ),
  )
}

/** A re-issue takes the changes that its predecessor took, and no later ones: those belong to the next period. */
async function takeChanges(entry: FileEntry, read: ExportParts['read']): Promise<TakenChanges> {
  const changes: ExportChange[] = []
  const last: Record<string, number> = {}
  let until = entry.after
  for (let hasMore = true; hasMore; ) {
    const page = await read(until)
    const [out] = page.behind
    if (out !== undefined) throw new HubError('HUB_DIVISION_UNAVAILABLE', `${out.division} 暂时不可用，文件未生成`)
    for (const change of page.events) {
      if (entry.last !== undefined && change.sequence > (entry.last[change.division] ?? 0)) continue
      changes.push(change)
      last[change.division] = Math.max(change.sequence, last[change.division] ?? 0)
    }
    until = page.next
    hasMore = page.hasMore
  }
  return { changes, until: entry.until ?? until ?? '', last: entry.last ?? last }
}

async function* nothing(): AsyncGenerator<string> {}

async function* one(text: string): AsyncGenerator<string> {
  yield text
}
