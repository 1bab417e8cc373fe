import { asked, written } from '@hub/kit/testing/askedAndWritten'
import { type DivisionUnderTest, divisionUnderTest } from '@hub/kit/testing/divisionUnderTest'
import { beforeAll, describe, expect, test } from 'vitest'
import { connectTestDatabase, testDatabase } from '../../../test/setup/testDatabase.ts'
import { division } from '../src/division.ts'
import { accompanyingNotes } from '../src/models/accompanyingNotes.ts'
import { liquorFilings } from '../src/models/liquorFilings.ts'

const filing = {
  filingNo: '演示4101000001',
  operatorType: 'WHOLESALE_AND_RETAIL',
  isIndividualBusiness: true,
  licences: [{ kind: 'FOOD_CIRCULATION', number: 'SP0001', validFrom: '2012-03-01', validTo: '2015-02-28' }],
  premisesAddress: '演示市演示路 1 号',
  warehouseArea: '120.50',
  categories: ['BAIJIU', 'BEER'],
  brands: [{ brand: '演示酒', authorisedBy: '演示酒厂（虚构）', authorisationNo: 'SQ-1', validFrom: '2012-01-01' }],
  owner: { name: '甲某某', idType: '10', idNo: '11010519491231002X' },
  filedOn: '2013-09-27',
  acceptedOn: '2013-10-11',
  authority: '演示市商务局（虚构）',
  changes: [
    { item: '地址', before: '旧址', after: '新址', changedOn: '2014-03-01', filedOn: '2014-03-31' },
    { item: '业主', before: '甲', after: '乙', changedOn: '2014-05-01', filedOn: '2014-06-01' },
  ],
  statusHistory: [
    { status: 'CHANGED', since: '2014-03-31' },
    { status: 'VALID', since: '2013-10-11', reason: '备案' },
  ],
  successorLicence: 'JY14101050000013',
}

const note = {
  noteNo: 'SFD-1',
  sellerFilingNo: '演示4101000001',
  buyer: { name: '演示酒楼（虚构）', filingNo: '演示4101000002', uscc: '91410100MA0000015B', phone: '037100000000' },
  soldOn: '2014-01-15',
  items: [
    {
      name: '演示酒',
      spec: '500ml*6',
      origin: '河南',
      lotNo: 'L1',
      producedOn: '2013-12-01',
      quantity: '20',
      unit: '箱',
    },
    { name: '演示啤酒', lotNo: 'L2', quantity: '0.5', unit: '吨' },
  ],
  sealed: true,
}

let trade: DivisionUnderTest
let filingId: string
const database = testDatabase()

beforeAll(async () => {
  trade = await divisionUnderTest(division, await connectTestDatabase(database))
  const moved = { ...filing, premisesAddress: '演示市演示路 2 号' }
  filingId = await written(trade, liquorFilings, { subjectId: 'S1', fields: filing, at: '2015-01-01' })
  await written(trade, liquorFilings, { subjectId: 'S1', fields: moved, at: '2016-01-01' })
  await written(trade, accompanyingNotes, { subjectId: 'S1', fields: note, at: '2015-01-01' })
})

describe('liquor filings', () => {
  test('answer every part that was reported, and what follows from it', async () => {
    const { liquorFiling } = await asked(
      trade,
      `query ($id: ID!) { liquorFiling(recordId: $id) {
        catalogueId sourceDivision version validFrom validTo supersededAt enterprise { subjectId }
        filingNo operatorType isIndividualBusiness warehouseArea categories filedOn acceptedOn acceptedInTime authority
        licences { kind number validFrom validTo issuedBy } brands { brand authorisedBy authorisationNo validFrom }
        owner { name fullName idType idNo } changes { item before after changedOn filedOn inTime }
        status statusHistory { status since reason } successorLicence } }`,
      { id: filingId },
    )
    expect(liquorFiling).toEqual({
      catalogueId: 'LIQUOR_FILING',
      sourceDivision: 'TRADE',
      version: 2,
      validFrom: '2013-10-11',
      validTo: '2016-11-03',
      supersededAt: null,
      enterprise: { subjectId: 'S1' },
      filingNo: filing.filingNo,
      operatorType: filing.operatorType,
      isIndividualBusiness: true,
      warehouseArea: '120.50',
      categories: filing.categories,
      filedOn: filing.filedOn,
      acceptedOn: filing.acceptedOn,
      acceptedInTime: false,
      authority: filing.authority,
      licences: [{ ...filing.licences[0], issuedBy: null }],
      brands: filing.brands,
      owner: { ...filing.owner, name: '甲**', fullName: '甲某某' },
      changes: [
        { ...filing.changes[0], inTime: true },
        { ...filing.changes[1], inTime: false },
      ],
      status: 'LEGACY_REPEALED',
      statusHistory: [
        { status: 'VALID', since: '2013-10-11', reason: '备案' },
        { status: 'CHANGED', since: '2014-03-31', reason: null },
        { status: 'LEGACY_REPEALED', since: '2016-11-03', reason: '酒类流通管理办法废止' },
      ],
      successorLicence: filing.successorLicence,
    })
  })

  test('answer as they stood recorded at an instant, in every field that takes one', async () => {
    const between = '2015-06-01T00:00:00Z'
    const before = '2014-06-01T00:00:00Z'
    const document = `query ($id: ID!, $asOf: DateTime) {
      liquorFiling(recordId: $id, asOf: $asOf) { premisesAddress }
      liquorFilings(asOf: $asOf) { totalCount nodes { premisesAddress } }
      _entities(representations: [{ __typename: "Enterprise", subjectId: "S1" }]) {
        ... on Enterprise { liquorFilings(asOf: $asOf) { totalCount nodes { premisesAddress } } } } }`
    const answer = (address: string | undefined) => {
      const nodes = address === undefined ? [] : [{ premisesAddress: address }]
      const list = { totalCount: nodes.length, nodes }
      return { liquorFiling: nodes[0] ?? null, liquorFilings: list, _entities: [{ liquorFilings: list }] }
    }
    expect(await asked(trade, document, { id: filingId })).toEqual(answer('演示市演示路 2 号'))
    expect(await asked(trade, document, { id: filingId, asOf: between })).toEqual(answer('演示市演示路 1 号'))
    expect(await asked(trade, document, { id: filingId, asOf: before })).toEqual(answer(undefined))
  })

  test('keep their history, newest first', async () => {
    const { liquorFiling } = await asked(
      trade,
      'query ($id: ID!) { liquorFiling(recordId: $id) { history { version premisesAddress supersededAt } } }',
      { id: filingId },
    )
    expect(liquorFiling).toEqual({
      history: [
        { version: 2, premisesAddress: '演示市演示路 2 号', supersededAt: null },
        { version: 1, premisesAddress: '演示市演示路 1 号', supersededAt: '2016-01-01T00:00:00.000Z' },
      ],
    })
  })
})

test('accompanying notes answer every part that was reported', async () => {
  const { accompanyingNotes: list } = await asked(
    trade,
    `{ accompanyingNotes { nodes {
    noteNo sellerFilingNo soldOn sealed validFrom enterprise { subjectId } buyer { name filingNo uscc address phone }
    items { name spec origin lotNo producedOn quantity unit } } } }`,
  )
  const empty = { spec: null, origin: null, producedOn: null }
  expect(list).toEqual({
    nodes: [
      {
        ...note,
        validFrom: note.soldOn,
        enterprise: { subjectId: 'S1' },
        buyer: { ...note.buyer, address: null },
        items: [note.items[0], { ...empty, ...note.items[1] }],
      },
    ],
  })
})
