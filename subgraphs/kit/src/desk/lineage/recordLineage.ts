import { shanghaiDate } from '@hub/schema/calendar/shanghaiDate'
import type { StoredRecord } from '../../family/recordEnvelope.ts'
import type { Importer } from '../../imports/importer.ts'
import type { Rule } from '../../imports/rules/ruleSet.ts'
import { databaseLimits } from '../../query/databaseLimits.ts'
import type { ReadDeadline } from '../../query/readDeadline.ts'
import type { Desk } from '../desk.ts'
import { familyOfRecord } from '../familyOfRecord.ts'
import { shownAct } from '../lists/shownAct.ts'
import { shownBatches } from '../lists/shownBatch.ts'
import { shownCells } from '../lists/shownCells.ts'
import { shownRow } from '../lists/shownRow.ts'
import { shownDocument } from '../lists/shownRule.ts'

/**
 * Where a record comes from (数据血缘): every version with its batch, file, line, raw text and rules, the rows at the desk
 * that it was, and the acts by hand.
 * @throws HubError HUB_RECORD_UNKNOWN for a record that is not the division's
 */
export async function recordLineage(desk: Desk, recordId: string, deadline: ReadDeadline) {
  const { importer, record } = await familyOfRecord(desk, recordId)
  const versions = await desk.places.store.history(importer.family, recordId)
  const { acts, unlinked, doubts } = desk.imports
  const options = { sort: { _id: 1 as const }, ...databaseLimits(deadline) }
  return {
    recordId,
    family: importer.name,
    subjectId: record.subjectId,
    recordState: record.recordState,
    refusedSubjects: record.refusedSubjects ?? [],
    versions: versions.toReversed().map((version) => shownVersion(version, importer, desk, deadline)),
    rows: async () => {
      const held = await doubts.find({ recordId }, options).toArray()
      const waited = await unlinked.find({ recordId }, options).toArray()
      return [
        ...held.map((row) => shownRow(desk, { queue: 'doubts', row })),
        ...waited.map((row) => shownRow(desk, { queue: 'unlinked', row })),
      ]
    },
    acts: async () => (await acts.find({ recordId }, options).toArray()).map((act) => shownAct(desk, act)),
  }
}

function shownVersion(version: StoredRecord, importer: Importer, desk: Desk, deadline: ReadDeadline) {
  const { change, source, batchNo, provider, ruleSetId } = version
  return {
    version: version.version,
    subjectId: version.subjectId,
    recordedAt: version.recordedAt,
    change: change.kind,
    operator: change.operator,
    reason: change.reason,
    effectiveOn: change.effectiveOn,
    batchNo,
    provider,
    batch: async () => {
      const batch = batchNo === undefined ? null : await desk.imports.batches.findOne({ _id: batchNo })
      return batch === null ? null : (shownBatches(desk, [batch], deadline)[0] ?? null)
    },
    file: source?.file,
    line: source?.line,
    raw: source?.raw === undefined ? null : shownCells(source.raw),
    ruleSetId,
    rules: ruleSetId === importer.ruleSet.id ? appliedRules(version, importer) : null,
  }
}

/** The rules that were asked on the day the version was recorded. What they held back is no record: the others remarked or passed. */
function appliedRules({ recordedAt, quality = [] }: StoredRecord, { rulesOn }: Importer) {
  const remarks = new Set(quality.map(({ rule }) => rule))
  return rulesOn(shanghaiDate(recordedAt)).map((rule) => ({
    rule: rule.id,
    field: fieldsOf(rule),
    message: rule.message,
    passed: !remarks.has(rule.id),
    document: shownDocument(rule.document),
  }))
}

const fieldsOf = (rule: Rule): string => ('fields' in rule ? rule.fields.join(',') : rule.field)
