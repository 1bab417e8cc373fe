import { csvLine } from '@hub/schema/formats/csvLine'
import { expect, test } from 'vitest'
import { DOUBT_ID, DOUBT_REASONS } from '../batches/doubtExport.ts'
import { correctedDoubt } from './correctedDoubt.ts'

test.each(['mjCf', '-RiBc', '_x-y'])('the doubt %s is known again as the exported file names it', (id) => {
  const written = csvLine([id]).trimEnd()
  const row = { line: 2, cells: { [DOUBT_ID]: written, [DOUBT_REASONS]: '日期有误', 名称: '甲' } }
  expect(correctedDoubt(row)).toEqual({ row: { line: 2, cells: { 名称: '甲' } }, corrects: id })
})

test('a row that corrects nothing stays as it is', () => {
  const row = { line: 2, cells: { 名称: '甲' } }
  expect(correctedDoubt(row)).toEqual({ row })
})
