import type { NationalForm } from '@hub/schema/nationalFields/nationalForm'
import type { ExportedRecord } from './nationalCell.ts'

/** Who reports, for columns that a record itself leaves open. */
export interface Reporter {
  readonly name: string
  readonly uscc: string
  /** 地方编码, GB/T 2260. */
  readonly localCode: string
}

/** How 双公示 files write "without end"; the platforms' practice, no text of the standard confirms it. */
const WITHOUT_END = '2099-12-31'

/**
 * A record with what its form asks for beyond the facts: the reporting unit as source, the state of a form that another
 * edition does not have, and an end where there is none. What is a fact is never made up.
 * @param day the day of the report, YYYY-MM-DD
 */
export function completedRecord(
  { record: type, standard }: NationalForm,
  record: ExportedRecord,
  reporter: Reporter,
  day: string,
): ExportedRecord {
  const isRevoked = typeof record.revoked === 'object' && record.revoked !== null
  const until = typeof record.effectiveUntil === 'string' ? record.effectiveUntil : WITHOUT_END
  const common = {
    ...record,
    subjectName: record.subjectName ?? record.personName,
    legacyState: record.legacyState ?? (isRevoked ? '1' : '0'),
    localCode: record.localCode ?? reporter.localCode,
    sourceUpdatedAt: record.sourceUpdatedAt ?? record.recordedAt,
    dataSource: record.dataSource ?? reporter.name,
    dataSourceUscc: record.dataSourceUscc ?? reporter.uscc,
  }
  if (standard === 'SGS-2016') return common
  if (type === 'AdministrativePenalty') return { ...common, effectiveUntil: until }
  return {
    ...common,
    effectiveUntil: until,
    effectiveFrom: record.effectiveFrom ?? record.decidedOn,
    permitState: record.permitState ?? (isRevoked || until < day ? '2' : '1'),
  }
}
