import { importers } from '@hub/kit/imports/importer'
import { judgeRow } from '@hub/kit/imports/rows/judgeRow'
import { divisionSdl } from '@hub/schema/composition/divisionSdl'
import type { RawRow } from '@hub/schema/formats/rawRow'
import { parse } from 'graphql'
import { expect, test } from 'vitest'
import { division } from '../src/division.ts'

const TODAY = '2026-11-27'
const ready = importers(division.imports ?? [], parse(divisionSdl(division.schemaFile)))

// By its day a row decides who a subject is: one of a day to come would outlive every true row.
test.each([
  ['2026-11-27', []],
  ['2062-05-01', ['approved-not-in-future']],
])('a registry row approved on %s is in doubt for %j', (approvedOn, rules) => {
  const importer = ready.find(({ name }) => name === 'registry')
  if (importer === undefined) throw new Error('no registry')
  const cells = { 企业名称: '虚构甲有限公司', 统一社会信用代码: '91410100MA0000015B', 核准日期: approvedOn }
  const { faults } = judgeRow({ line: 2, cells } as unknown as RawRow, importer, importer.rulesOn(TODAY), TODAY)
  expect(faults.map(({ rule }) => rule)).toEqual(rules)
})
