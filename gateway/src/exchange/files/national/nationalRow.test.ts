import { type NationalRecord, type NationalStandard, nationalForm } from '@hub/schema/nationalFields/nationalForm'
import { describe, expect, test } from 'vitest'
import { DAY, penalty, permit, reporter } from '../testing/sampleRecords.ts'
import type { ExportedRecord } from './nationalCell.ts'
import { nationalRow } from './nationalRow.ts'

function laidOut(record: NationalRecord, standard: NationalStandard, values: ExportedRecord) {
  const subject = values.subjectCategory === 'NATURAL_PERSON' ? 'NATURAL_PERSON' : 'LEGAL_PERSON'
  const form = nationalForm(record, standard, subject)
  const { cells, faults, remarks } = nationalRow(form, values, reporter, DAY)
  const byCode = Object.fromEntries(form.fields.map(({ code }, index) => [code, cells[index]]))
  return {
    byCode,
    faults: faults.map(({ code, message }) => `${code} ${message}`),
    remarks: remarks.map(({ code }) => code),
  }
}

describe('a record in a national form', () => {
  test('has texts for codes of ours, the reporter as source, and an end where there is none', () => {
    const { byCode, faults, remarks } = laidOut('AdministrativePenalty', 'SGS-2019', penalty)
    expect([faults, remarks]).toEqual([[], []])
    expect(byCode).toMatchObject({
      CF_XDR_LB: '法人及非法人组织',
      CF_CFLB: '0;1;2',
      CF_NR_FK: '0.200000',
      CF_YXQ: '2099-12-31',
      CF_SJLY: '虚构市商务局',
      CF_XDR_GSZC: '',
    })
  })

  test('in 2015/16 form spreads categories over two columns and says that it stands, or is revoked', () => {
    const { byCode, faults } = laidOut('AdministrativePenalty', 'SGS-2016', penalty)
    expect(faults).toEqual([])
    expect(byCode).toMatchObject({
      CF_CFLB1: '0',
      CF_CFLB2: '1;2',
      CF_ZT: '0',
      DFBM: '410100',
      SJC: '2026-04-02 09:02:03',
    })
    const revoked = laidOut('AdministrativePenalty', 'SGS-2016', { ...penalty, revoked: { date: '2026-04-10' } })
    expect(revoked.byCode.CF_ZT).toBe('1')
  })

  test.each([
    [{ effectiveUntil: '2026-04-20' }, '1'],
    [{ effectiveUntil: '2026-04-19' }, '2'],
    [{ revoked: { date: '2026-04-10' } }, '2'],
    [{ permitState: '1', effectiveUntil: '2026-04-19' }, '1'],
  ])('a permit with %j is in state %s', (values, state) => {
    expect(laidOut('AdministrativePermit', 'SGS-2019', { ...permit, ...values }).byCode.XK_ZT).toBe(state)
  })

  test.each([
    [{ docNo: null }, 'CF_WSH 缺少必填项'],
    [{ docNo: '文'.repeat(129) }, 'CF_WSH 长度 129 超过 128 个字符'],
    [{ facts: 'a\u0001b' }, 'CF_SY 含有不能写入文件的控制字符'],
    [{ decidedOn: '2026-02-30' }, 'CF_JDRQ 不是日期'],
    [{ fineAmount: '1.1234567' }, 'CF_NR_FK 不是 N(18,6) 的数'],
    [{ fineAmount: '1234567890123' }, 'CF_NR_FK 不是 N(18,6) 的数'],
    [{ categories: ['0', '9'] }, 'CF_CFLB 有 1 个值不在取值范围内'],
  ])('%j is a fault', (values, fault) => {
    expect(laidOut('AdministrativePenalty', 'SGS-2019', { ...penalty, ...values }).faults).toEqual([fault])
  })

  test('takes lengths in characters, and the categories of the law of 2021 by their texts', () => {
    const values = { docNo: '𠀀'.repeat(128), categories: ['通报批评', '罚款'] }
    expect(laidOut('AdministrativePenalty', 'SGS-2019', { ...penalty, ...values }).faults).toEqual([])
  })

  test('tells what its other columns ask for, without refusing it', () => {
    const values = { fineAmount: null, subjectUscc: null, categories: ['罚款'] }
    const { faults, remarks } = laidOut('AdministrativePenalty', 'SGS-2019', { ...penalty, ...values })
    expect([faults, remarks]).toEqual([[], ['CF_XDR_SHXYM', 'CF_NR_FK']])
    const person = { ...penalty, subjectCategory: 'NATURAL_PERSON', subjectName: null, personName: '演*' }
    expect(laidOut('AdministrativePenalty', 'SGS-2019', person)).toMatchObject({
      byCode: { CF_XDR_MC: '演*' },
      remarks: ['CF_XDR_ZJLX', 'CF_XDR_ZJHM'],
    })
  })
})
