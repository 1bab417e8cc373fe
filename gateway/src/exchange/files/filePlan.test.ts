import { nationalForm } from '@hub/schema/nationalFields/nationalForm'
import { expect, test } from 'vitest'
import { type ExportChange, FilePlan, type SentRow } from './filePlan.ts'
import type { ExportedRecord } from './national/nationalCell.ts'
import { DAY, penalty, reporter } from './testing/sampleRecords.ts'

const form = nationalForm('AdministrativePenalty', 'SGS-2019', 'LEGAL_PERSON')
const key = { docNo: '甲', authorityUscc: '乙', subjectName: '丙' }
const sent = new Map<string, SentRow>([['p1', { file: '001501_20260413_00001.csv', key }]])
const planned = (record: ExportedRecord, before: ReadonlyMap<string, SentRow> = new Map()) => {
  const facts = { division: 'market-order', sequence: 1, kind: 'CORRECTED', version: 2, effectiveOn: null }
  const change: ExportChange = { ...facts, recordId: 'p1', record }
  const plan = new FilePlan({ form, reporter, day: DAY })
  plan.take(change, before.get('p1'))
  return plan
}

test('a record that was sent and belongs into another form now is withdrawn', () => {
  const corrected = { ...penalty, subjectCategory: 'NATURAL_PERSON' }
  const { rows, withheld, withdrawals, withdrawn } = planned(corrected, sent)
  expect([rows, withheld]).toEqual([[], []])
  expect(withdrawals).toEqual([{ ...key, kind: 'CORRECTED', effectiveOn: null, sentIn: sent.get('p1')?.file }])
  expect([...withdrawn]).toEqual(['p1'])
  expect(planned(corrected)).toMatchObject({ rows: [], withheld: [], withdrawals: [] })
})

test('what is unusual about a row is told, and the row is written', () => {
  const { rows, remarks, withheld } = planned({ ...penalty, version: 2, fineAmount: null })
  expect(rows).toHaveLength(1)
  expect(withheld).toEqual([])
  expect(remarks).toMatchObject([{ recordId: 'p1', version: 2, faults: [{ code: 'CF_NR_FK' }] }])
})

test('of a row that is withheld its faults are told and no remarks', () => {
  const { rows, remarks, withheld } = planned({ ...penalty, fineAmount: null, docNo: null })
  expect([rows, remarks]).toEqual([[], []])
  expect(withheld).toMatchObject([{ recordId: 'p1', faults: [{ code: 'CF_WSH' }] }])
})
