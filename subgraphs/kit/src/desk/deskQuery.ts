import type { ContradictedLink } from '../imports/following/contradictedLinks.ts'
import type { WaitingRow } from '../imports/waiting/rowFate.ts'
import { databaseLimits } from '../query/databaseLimits.ts'
import type { ReadDeadline } from '../query/readDeadline.ts'
import type { DivisionContext } from '../server/divisionContext.ts'
import type { Desk } from './desk.ts'
import { findRow } from './deskRow.ts'
import { recordLineage } from './lineage/recordLineage.ts'
import { actConditions, batchConditions, rowConditions } from './lists/deskFilters.ts'
import { allOf, documentPage, type PageArguments } from './lists/documentPage.ts'
import { shownAct } from './lists/shownAct.ts'
import { shownBatches } from './lists/shownBatch.ts'
import { shownRow } from './lists/shownRow.ts'
import { type CalendarQuestion, dutyCalendar } from './quality/dutyCalendar.ts'
import { type QualityQuestion, quality } from './quality/quality.ts'

interface ListArguments extends PageArguments {
  filter?: Record<string, unknown> | null
}

/** Resolver of a division's desk, `<division>Desk` in its Query: what waits, what was reported and done, how good it is. */
export function deskQuery(_root: unknown, _arguments: unknown, { desk, deadline }: DivisionContext) {
  return {
    families: desk.importers.map(({ name, family, ruleSet }) => ({
      family: name,
      chineseName: family.chineseName,
      ruleSetId: ruleSet.id,
    })),
    batches: (given: ListArguments) => batchPage(desk, given, deadline),
    batch: async ({ batchNo }: { batchNo: string }) => {
      const batch = await desk.imports.batches.findOne({ _id: batchNo })
      return batch === null ? null : (shownBatches(desk, [batch], deadline)[0] ?? null)
    },
    doubtfulRows: (given: ListArguments) => rowPage(desk, 'doubts', given, deadline),
    unlinkedRows: (given: ListArguments) => rowPage(desk, 'unlinked', given, deadline),
    contradictedLinks: (given: PageArguments) => contradictionPage(desk, given, deadline),
    row: async ({ rowId }: { rowId: string }) => shownRow(desk, await findRow(desk, rowId)),
    counts: async ({ filter }: ListArguments) => ({
      doubtful: await stateCounts(desk, 'doubts', filter, deadline),
      unlinked: await stateCounts(desk, 'unlinked', filter, deadline),
    }),
    acts: (given: ListArguments) => actPage(desk, given, deadline),
    quality: (question: QualityQuestion) => quality(desk, question, deadline),
    dutyCalendar: (question: CalendarQuestion) => dutyCalendar(desk, question, deadline),
    lineage: ({ recordId }: { recordId: string }) => recordLineage(desk, recordId, deadline),
  }
}

function batchPage(desk: Desk, given: ListArguments, deadline: ReadDeadline) {
  const source = {
    collection: desk.imports.batches,
    conditions: batchConditions(given.filter),
    order: { path: 'startedAt', direction: 'DESC' } as const,
    show: (batches: Parameters<typeof shownBatches>[1]) => shownBatches(desk, batches, deadline),
  }
  return documentPage(source, given, deadline)
}

function rowPage(desk: Desk, queue: WaitingRow['queue'], given: ListArguments, deadline: ReadDeadline) {
  const conditions = rowConditions(desk, given.filter)
  const order = { path: 'queuedAt', direction: 'ASC' } as const
  const { doubts, unlinked } = desk.imports
  return queue === 'doubts'
    ? documentPage(
        { collection: doubts, conditions, order, show: (rows) => rows.map((row) => shownRow(desk, { queue, row })) },
        given,
        deadline,
      )
    : documentPage(
        { collection: unlinked, conditions, order, show: (rows) => rows.map((row) => shownRow(desk, { queue, row })) },
        given,
        deadline,
      )
}

function contradictionPage({ imports }: Desk, given: PageArguments, deadline: ReadDeadline) {
  const source = {
    collection: imports.contradicted,
    conditions: [{ isOpen: true }],
    order: { path: 'foundAt', direction: 'ASC' } as const,
    show: (found: readonly ContradictedLink[]) => found.map(({ _id, ...link }) => ({ ...link, recordId: _id })),
  }
  return documentPage(source, given, deadline)
}

function actPage(desk: Desk, given: ListArguments, deadline: ReadDeadline) {
  const source = {
    collection: desk.imports.acts,
    conditions: actConditions(given.filter),
    order: { path: 'at', direction: 'DESC' } as const,
    show: (acts: readonly Parameters<typeof shownAct>[1][]) => acts.map((act) => shownAct(desk, act)),
  }
  return documentPage(source, given, deadline)
}

async function stateCounts(
  desk: Desk,
  queue: WaitingRow['queue'],
  filter: ListArguments['filter'],
  deadline: ReadDeadline,
) {
  const stages = [{ $match: allOf(rowConditions(desk, filter)) }, { $group: { _id: '$state', rows: { $sum: 1 } } }]
  const found = await desk.imports[queue]
    .aggregate<{ _id: string; rows: number }>(stages, databaseLimits(deadline))
    .toArray()
  const of = (state: string) => found.find(({ _id }) => _id === state)?.rows ?? 0
  return {
    pending: of('PENDING'),
    modified: of('MODIFIED'),
    processed: of('PROCESSED'),
    ignored: of('IGNORED'),
    total: found.reduce((sum, { rows }) => sum + rows, 0),
  }
}
