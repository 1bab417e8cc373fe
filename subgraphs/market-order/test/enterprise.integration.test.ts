import { type DivisionUnderTest, divisionUnderTest } from '@hub/kit/testing/divisionUnderTest'
import { beforeAll, describe, expect, test } from 'vitest'
import { connectTestDatabase, testDatabase } from '../../../test/setup/testDatabase.ts'
import { division } from '../src/division.ts'
import { commitments } from '../src/models/commitments.ts'
import { listEntries } from '../src/models/listEntries.ts'
import { penalties } from '../src/models/penalties.ts'
import { usccs } from './expectations/samples.ts'
import { entered, enterpriseFields, recorded } from './testSubjects.ts'

const database = testDatabase()
let tested: DivisionUnderTest
let firm: string
let shop: string
let person: string
const regNo = { kind: 'REG_NO', value: '110108000000016' }
const legacy = { kind: 'LEGACY_FIE_NO', value: '企合虚总字第000001号' }

beforeAll(async () => {
  tested = await divisionUnderTest(division, await connectTestDatabase(database))
  firm = await entered(
    tested,
    enterpriseFields(0, {
      identifiers: [regNo, legacy],
      taxNo: '410100虚税1',
      registeredCapital: { amount: '26853.6261', unit: 'WAN' },
      legalRepName: '甲某乙',
      marketEntityType: '5110',
      divisionCode: '410105',
      industryCode: 'F5127',
    }),
  )
  await entered(tested, enterpriseFields(0, { name: '虚构改名贸易有限公司', identifiers: [] }), '2026-02-01T00:00:00Z')
  shop = await entered(tested, { name: '虚构丙酒行', uscc: usccs[4], legalRepName: '丙某丁' })
  person = await entered(tested, {
    name: '戊某己',
    nameEn: 'Wu Ji',
    personIdType: '1',
    personIdNo: '11010519491231002X',
    address: '虚构路1号',
    divisionCode: '410105',
  })
})

describe('one enterprise', () => {
  test('is found by its id, its code and any identifier it ever had, however written', async () => {
    const { data, errorCodes } = await tested.ask(
      `query ($id: ID, $uscc: USCC) {
        a: enterprise(subjectId: $id) { subjectId }
        b: enterprise(uscc: $uscc) { subjectId }
        c: enterpriseByIdentifier(kind: REG_NO, value: " １10108000000016") { subjectId }
        d: enterpriseByIdentifier(kind: LEGACY_FIE_NO, value: "企合虚总字第 000001 号") { subjectId }
        e: enterpriseByIdentifier(kind: TAX_NO, value: "410100虚税1") { subjectId }
        unknown: enterprise(uscc: "91410100000000019L") { subjectId }
        unknownKind: enterpriseByIdentifier(kind: CUSTOMS_CODE, value: "110108000000016") { subjectId }
      }`,
      { id: firm, uscc: usccs[0]?.toLowerCase() },
    )
    expect(errorCodes).toEqual([])
    const found = { subjectId: firm }
    expect(data).toEqual({ a: found, b: found, c: found, d: found, e: found, unknown: null, unknownKind: null })
  })

  test.each([
    ['neither', {}],
    ['both', { id: 'x', uscc: usccs[0] }],
    ['a code that fails its check', { uscc: '91110000600037341N' }],
  ])('asked by %s is an error of the input', async (_, given) => {
    const query = 'query ($id: ID, $uscc: USCC) { enterprise(subjectId: $id, uscc: $uscc) { subjectId } }'
    expect((await tested.ask(query, given)).errorCodes).toEqual(['BAD_USER_INPUT'])
  })

  test('is answered as it stood recorded at an instant, with all its versions', async () => {
    const fields = 'name version supersededAt'
    const { data } = await tested.ask(
      `query ($uscc: USCC) {
        now: enterprise(uscc: $uscc) { ${fields} identifiers { value } history { name version } }
        once: enterprise(uscc: $uscc, asOf: "2026-01-15T00:00:00Z") { ${fields} identifiers { value } }
        before: enterprise(uscc: $uscc, asOf: "2025-12-31T00:00:00Z") { name }
      }`,
      { uscc: usccs[0] },
    )
    expect(data).toMatchObject({
      now: {
        name: '虚构改名贸易有限公司',
        version: 2,
        supersededAt: null,
        history: [{ version: 2 }, { version: 1, name: '虚构0号贸易有限公司' }],
      },
      once: { name: '虚构0号贸易有限公司', version: 1, supersededAt: '2026-02-01T00:00:00.000Z' },
      before: null,
    })
    expect(data?.once).toMatchObject({ identifiers: [{ value: regNo.value }, { value: legacy.value }] })
  })

  test('shows what its codes mean and its capital exactly', async () => {
    const { data } = await tested.ask(
      `query ($id: ID) { enterprise(subjectId: $id, asOf: "2026-01-15T00:00:00Z") {
        subjectKind usccCheck marketEntityTypeName divisionName industryName sourceDivision legalRepName
        registeredCapital { amount unit currency } identifiers { kind checkStatus }
      } }`,
      { id: firm },
    )
    expect(data?.enterprise).toMatchObject({
      subjectKind: 'ORGANISATION',
      usccCheck: 'VALID',
      marketEntityTypeName: expect.stringContaining('中外合资'),
      divisionName: '金水区',
      industryName: expect.stringContaining('酒'),
      sourceDivision: 'MARKET_ORDER',
      legalRepName: '甲某乙',
      registeredCapital: { amount: '26853.6261', unit: 'WAN', currency: null },
      identifiers: [
        { kind: 'REG_NO', checkStatus: 'VALID' },
        { kind: 'LEGACY_FIE_NO', checkStatus: 'UNCHECKED' },
      ],
    })
  })

  test('hides private persons by name, in lists and searches too', async () => {
    const { data } = await tested.ask(
      `query ($shop: ID, $person: ID) {
        shop: enterprise(subjectId: $shop) { name legalRepName legalRepFullName subjectKind }
        person: enterprise(subjectId: $person) {
          name personName nameEn personNameEn address personAddress divisionName subjectKind
        }
        found: enterprises(filter: { nameContains: "戊某" }) { totalCount }
      }`,
      { shop, person },
    )
    expect(data).toEqual({
      shop: {
        name: '虚构丙酒行',
        legalRepName: '丙**',
        legalRepFullName: '丙某丁',
        subjectKind: 'INDIVIDUAL_BUSINESS',
      },
      person: {
        name: '戊**',
        personName: '戊某己',
        nameEn: 'W****',
        personNameEn: 'Wu Ji',
        address: '金水区***',
        personAddress: '虚构路1号',
        divisionName: '金水区',
        subjectKind: 'NATURAL_PERSON',
      },
      found: { totalCount: 0 },
    })
  })

  test('lists nothing by a name with nothing to look for', async () => {
    for (const name of ['\u0000', ' ', '。']) {
      const asked = { filter: { nameContains: name } }
      const { data, errorCodes } = await tested.ask(
        'query ($filter: EnterpriseFilter) { enterprises(filter: $filter) { totalCount } }',
        asked,
      )
      expect([data, errorCodes]).toEqual([{ enterprises: null }, ['BAD_USER_INPUT']])
    }
  })

  test('leads to the subjects it merged into and took over from', async () => {
    const heir = await entered(tested, enterpriseFields(1, { supersedesIds: [firm, 'unknown'] }))
    const gone = await entered(tested, enterpriseFields(2, { mergedIntoId: heir }))
    const { data } = await tested.ask(
      `query ($heir: ID, $gone: ID) {
        heir: enterprise(subjectId: $heir) { supersedes { subjectId name } mergedInto { name } }
        gone: enterprise(subjectId: $gone) { mergedInto { subjectId name } }
      }`,
      { heir, gone },
    )
    expect(data).toEqual({
      heir: {
        supersedes: [
          { subjectId: firm, name: '虚构改名贸易有限公司' },
          { subjectId: 'unknown', name: null },
        ],
        mergedInto: null,
      },
      gone: { mergedInto: { subjectId: heir, name: '虚构1号贸易有限公司' } },
    })
  })
})

describe('records of a subject', () => {
  test('stand on the enterprise and lead back to it, persons hidden in decisions', async () => {
    await recorded(tested, penalties, {
      subjectId: firm,
      fields: {
        docNo: '虚商罚〔2021〕1号',
        decidedOn: '2021-03-01',
        authority: '虚构市商务局',
        subjectName: '庚某辛',
        subjectCategory: 'NATURAL_PERSON',
        categories: ['0', '1', '通报批评'],
        fineAmount: '0.200000',
        revoked: { reason: '虚构', date: '2022-01-01' },
      },
    })
    const entry = { listKind: 'SERIOUS_DISHONESTY', listName: '虚构名单', listedOn: '2022-01-01' }
    await recorded(tested, listEntries, { subjectId: firm, fields: { ...entry, listingAuthority: '虚构市商务局' } })
    await recorded(tested, commitments, {
      subjectId: firm,
      fields: { commitmentType: 'VOLUNTARY', signedOn: '2022-01-01', breach: { reason: '虚构' } },
    })
    const { data, errorCodes } = await tested.ask(
      `query ($id: ID) { enterprise(subjectId: $id) {
        penalties { totalCount nodes {
          subjectName personName categoryNames fineAmount validTo catalogueId enterprise { name } history { version }
        } }
        permits { totalCount }
        listEntries { nodes { onList sourceDivision enterprise { name } } }
        commitments { nodes { breach { reason } } }
      } }`,
      { id: firm },
    )
    expect(errorCodes).toEqual([])
    const here = { name: '虚构改名贸易有限公司' }
    expect(data?.enterprise).toEqual({
      penalties: {
        totalCount: 1,
        nodes: [
          {
            subjectName: '庚**',
            personName: '庚某辛',
            categoryNames: ['警告', '罚款', '通报批评'],
            fineAmount: '0.200000',
            validTo: '2022-01-01',
            catalogueId: 'ADMINISTRATIVE_PENALTY',
            enterprise: here,
            history: [{ version: 1 }],
          },
        ],
      },
      permits: { totalCount: 0 },
      listEntries: { nodes: [{ onList: true, sourceDivision: 'MARKET_ORDER', enterprise: here }] },
      commitments: { nodes: [{ breach: { reason: '虚构' } }] },
    })
  })
})
