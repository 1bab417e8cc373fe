import { type Importer, importers } from '@hub/kit/imports/importer'
import { judgeRow } from '@hub/kit/imports/rows/judgeRow'
import { divisionSdl } from '@hub/schema/composition/divisionSdl'
import { parse } from 'graphql'
import { division } from '../../src/division.ts'
import { resolveSubject, type SubjectEvidence, type SubjectKey } from '../../src/rules/resolveSubject.ts'
import type { LabelledRow, Verdict } from './dirtyRow.ts'

/** The subject that a row is linked to, or none. */
export type Resolver = (key: SubjectKey, evidence: SubjectEvidence) => string | undefined

/** The project's own. */
export const ownResolver: Resolver = (key, evidence) => resolveSubject(key, evidence).subjectId

export interface Tally {
  rows: number
  became: Record<Verdict, number>
  /** Rows that were linked to a subject that they are not about. */
  wrongJoins: LabelledRow[]
  /** Rows that were judged otherwise than they must be. */
  misjudged: LabelledRow[]
}

const today = '2026-11-25'
const importer = commitmentsImporter()
const rules = importer.rulesOn(today)

/** Takes rows through reading, rules and linking, as an import does, and holds what becomes of them against their labels. */
export function tallyOf(rows: readonly LabelledRow[], evidence: SubjectEvidence, resolve = ownResolver): Tally {
  const tally: Tally = { rows: rows.length, became: { LINKED: 0, WAITS: 0, DOUBT: 0 }, wrongJoins: [], misjudged: [] }
  for (const row of rows) {
    const { faults, identity } = judgeRow({ line: 1, cells: row.cells }, importer, rules, today)
    const linked = faults.length > 0 ? undefined : resolve(identity, evidence)
    const verdict = faults.length > 0 ? 'DOUBT' : linked === undefined ? 'WAITS' : 'LINKED'
    tally.became[verdict] += 1
    if (linked !== undefined && linked !== row.truth) tally.wrongJoins.push(row)
    if (verdict !== row.verdict) tally.misjudged.push(row)
  }
  return tally
}

function commitmentsImporter(): Importer {
  const ready = importers(division.imports ?? [], parse(divisionSdl(division.schemaFile)))
  const found = ready.find(({ name }) => name === 'commitments')
  if (found === undefined) throw new Error('no importer')
  return found
}
