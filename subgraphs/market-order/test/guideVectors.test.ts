import { importers } from '@hub/kit/imports/importer'
import { judgeRow } from '@hub/kit/imports/rows/judgeRow'
import { divisionSdl } from '@hub/schema/composition/divisionSdl'
import { parse } from 'graphql'
import { describe, expect, test } from 'vitest'
import { division } from '../src/division.ts'
import { checkIdentifier } from '../src/rules/checkIdentifier.ts'

const today = '2026-11-25'
const ready = importers(division.imports ?? [], parse(divisionSdl(division.schemaFile)))

/** What an import makes of one cell beside good ones: the rules that doubt it, and those that remark on it. */
function judged(family: string, heading: string, value: string): { doubts: string[]; remarks: string[] } {
  const importer = ready.find(({ name }) => name === family)
  if (importer === undefined) throw new Error(`no importer ${family}`)
  const good = { 企业名称: '虚构有限公司', 承诺类型: 'VOLUNTARY', 签署日期: '2020-01-01', 登记日期: '2020-01-01' }
  const cells = { ...good, [heading]: value }
  const { faults, warnings } = judgeRow({ line: 1, cells }, importer, importer.rulesOn(today), today)
  const own = ({ rule }: { rule: string }) => (rule === 'identified' ? [] : [rule])
  return { doubts: faults.map(({ rule }) => rule), remarks: warnings.flatMap(own) }
}

const clean = { doubts: [], remarks: [] }
const remarked = (rule: string) => ({ doubts: [], remarks: [rule] })
const doubted = (rule: string) => ({ doubts: [rule], remarks: [] })

/** Domain guide 2.1 to 2.3: the measured kinds of real codes, one for each. */
describe.each(['registry', 'commitments'])('codes in a file of %s', (family) => {
  test.each([
    ['passes both checks', '91110000600037341L', clean],
    ['a validator elsewhere refuses it', '12440600MB2C07549J', clean],
    ['organisation code with X', '9144030071526726XG', clean],
    ['lower case and full width', ' ９144030071526726xg', clean],
    ['only its organisation part fails: genuine', '91410100000148661E', remarked('uscc-organisation-part')],
    ['pilot of 2015, genuine', '91350100M0001TGQXM', remarked('uscc-exception')],
    ['pilot of 2015, genuine', '91350211M0000XUF46', remarked('uscc-exception')],
    ['pilot of 2015, genuine', '91350203M0001FUE2P', remarked('uscc-exception')],
    ['pilot of 2015, genuine', '91350203M0001QAY9B', remarked('uscc-exception')],
    ['pilot of 2015, genuine', '91350203M0001QKT19', remarked('uscc-exception')],
    ['fails and is of no known series', '91411200MA3X9BKD59', doubted('uscc')],
    ['a mistyped check character', '91110000600037341N', doubted('uscc')],
    ['a registration number in the place of a code', '110108000000016', doubted('uscc')],
    ['an organisation code in its place', '60003734-1', doubted('uscc')],
    ['an old text number in its place', '企合苏总字第000000号', doubted('uscc')],
    ['a citizen id that passes the check of codes', '362322198709086409', doubted('citizen-id')],
    ['a citizen id', '11010519491231002X', doubted('citizen-id')],
    ['a word for none', '无', clean],
    ['nothing', '', clean],
  ])('%s: %s', (_, code, expected) => {
    expect(judged(family, '统一社会信用代码', code)).toEqual(expected)
  })
})

describe('other numbers in a file', () => {
  test.each([
    ['组织机构代码', 'D2143569-X', clean],
    ['组织机构代码', '600037341', clean],
    ['组织机构代码', '000148661', doubted('org-code')],
    ['工商注册号', '110108000000016', clean],
    ['工商注册号', '3202111102990', clean],
    ['工商注册号', '11010519491231002X', doubted('citizen-id')],
    ['外商投资企业旧注册号', '企合苏总字第000000号', clean],
    ['外商投资企业旧注册号', '11010519491231002X', doubted('citizen-id')],
  ])('%s %s', (heading, value, expected) => {
    expect(judged('commitments', heading, value)).toEqual(expected)
  })

  test.each(['110108000000016', '320404000009558', '320382000007600', '330100400039515'])(
    'the registration number %s is valid, and with another last digit it is not',
    (value) => {
      expect(checkIdentifier({ kind: 'REG_NO', value })).toBe('VALID')
      const wrong = `${value.slice(0, 14)}${(Number(value.at(14)) + 1) % 10}`
      expect(checkIdentifier({ kind: 'REG_NO', value: wrong })).toBe('INVALID')
    },
  )
})
