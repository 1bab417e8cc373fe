import { asked, written } from '@hub/kit/testing/askedAndWritten'
import { type DivisionUnderTest, divisionUnderTest } from '@hub/kit/testing/divisionUnderTest'
import { beforeAll, expect, test } from 'vitest'
import { connectTestDatabase, testDatabase } from '../../../test/setup/testDatabase.ts'
import { division } from '../src/division.ts'
import { commendations } from '../src/models/commendations.ts'
import { modelEnterpriseAwards } from '../src/models/modelEnterpriseAwards.ts'

const honour = {
  honorName: '演示·诚信兴商典型',
  category: '诚实守信',
  awardObject: 'ENTERPRISE',
  result: '一等',
  grantedOn: '2023-03-15',
  grantedBy: '演示市商务局（虚构）',
  grantedByUscc: '91410100000000019L',
  certificateNo: 'ZS-1',
  documentNo: '演示表〔2023〕1号',
  year: 2023,
  content: '演示内容',
  rewardForm: '奖牌',
  honorLevel: 'MUNICIPAL',
  status: 'REVOKED',
  revocation: { reason: '演示原因', date: '2024-02-01', documentNo: '演示撤〔2024〕1号' },
  persons: [{ name: '甲某', position: '经理' }],
}

const award = {
  year: 2024,
  campaignName: '演示诚信示范企业评比',
  organiser: '演示市商务局（虚构）',
  totalScore: '92.50',
  scores: [
    { criterion: '履约', weight: '0.6', score: '56.5', isVeto: false, vetoed: false },
    { criterion: '严重失信', weight: '0', score: '0', isVeto: true, vetoed: false },
  ],
  publicityFrom: '2024-09-30',
  publicityTo: '2024-10-11',
  objections: [
    { raisedOn: '2024-10-08', raisedBy: '乙某', content: '演示', outcome: 'DISMISSED', settledOn: '2024-10-10' },
  ],
  result: 'AWARDED',
  grantedOn: '2024-10-20',
  titleUntil: '2027-10-19',
  documentNo: '演示示范〔2024〕1号',
  status: 'VALID',
}

let underTest: DivisionUnderTest
let awardId: string
const database = testDatabase()

beforeAll(async () => {
  underTest = await divisionUnderTest(division, await connectTestDatabase(database))
  const certified = { ...honour, certificateFrom: '2023-04-01', certificateTo: '2026-03-31' }
  await written(underTest, commendations, { subjectId: 'S1', fields: certified, at: '2023-05-01' })
  awardId = await written(underTest, modelEnterpriseAwards, { subjectId: 'S1', fields: award, at: '2024-11-01' })
  const revocation = {
    kind: 'CHANGE' as const,
    change: 'CORRECTED' as const,
    recordId: awardId,
    fields: { status: 'REVOKED', revocation: { reason: '一票否决', date: '2025-05-05' } },
    reason: '年度复核',
    effectiveOn: '2025-05-05',
  }
  const store = underTest.storeAt(() => new Date('2025-05-06'))
  await store.write(modelEnterpriseAwards, [revocation], { operator: 'test' })
})

test('commendations answer every part that was reported, valid until revoked', async () => {
  const { commendations: list } = await asked(
    underTest,
    `{ commendations { nodes { validFrom validTo
    honorName category awardObject result grantedOn grantedBy grantedByUscc certificateNo documentNo year content
    rewardForm honorLevel status revocation { reason date documentNo } persons { name position } } } }`,
  )
  expect(list).toEqual({ nodes: [{ ...honour, validFrom: '2023-04-01', validTo: '2024-02-01' }] })
})

const FIELDS = `year campaignName organiser totalScore scores { criterion weight score isVeto vetoed }
  publicityFrom publicityTo publicityLongEnough objections { raisedOn raisedBy content outcome settledOn }
  result grantedOn titleUntil documentNo status validTo`

test('awards answer every part that was reported, and whether they were in public long enough', async () => {
  const { modelEnterpriseAward } = await asked(
    underTest,
    `query ($id: ID!) { modelEnterpriseAward(recordId: $id, asOf: "2025-01-01T00:00:00Z") { ${FIELDS} } }`,
    { id: awardId },
  )
  // 2024-09-30, then the holiday; 10-08 to 10-11 make five working days.
  expect(modelEnterpriseAward).toEqual({ ...award, publicityLongEnough: true, validTo: '2027-10-19' })
})

test('a revocation ends the title, and what was known before it can still be read', async () => {
  const document = `query ($asOf: DateTime) {
    _entities(representations: [{ __typename: "Enterprise", subjectId: "S1" }]) {
      ... on Enterprise { modelEnterpriseAwards(asOf: $asOf) { totalCount nodes { version status validTo revocation { reason } } } } } }`
  const answer = (version: number, status: string, validTo: string, revocation: unknown) => ({
    _entities: [{ modelEnterpriseAwards: { totalCount: 1, nodes: [{ version, status, validTo, revocation }] } }],
  })
  expect(await asked(underTest, document)).toEqual(answer(2, 'REVOKED', '2025-05-05', { reason: '一票否决' }))
  expect(await asked(underTest, document, { asOf: '2025-05-05T00:00:00Z' })).toEqual(
    answer(1, 'VALID', '2027-10-19', null),
  )
})
