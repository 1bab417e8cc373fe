import { runImport } from '@hub/kit/imports/running/runImport'
import { type DivisionUnderTest, divisionUnderTest } from '@hub/kit/testing/divisionUnderTest'
import { makeUscc } from '@hub/schema/identifiers/makeIdentifiers'
import { beforeAll, expect, test } from 'vitest'
import { connectTestDatabase, testDatabase } from '../../../test/setup/testDatabase.ts'
import { division } from '../src/division.ts'
import { subjects } from '../src/models/subjects.ts'

const database = testDatabase()
let tested: DivisionUnderTest

beforeAll(async () => {
  tested = await divisionUnderTest(division, await connectTestDatabase(database))
})

const [CODE, REISSUED] = ['MA0X0001', 'MA0X0002'].map((organisation) =>
  makeUscc({ category: '91', authority: '410100', organisation }),
) as [string, string]
const REG_NO = JSON.stringify([{ kind: 'REG_NO', value: '110108000000016' }])
const shared = { registeredOn: '2001-01-01', identifiers: REG_NO }
const FIRST = { ...shared, name: '虚构旧名有限公司', uscc: CODE, address: '虚构路1号', approvedOn: '2010-01-01' }
const SECOND = { ...FIRST, name: '虚构中名有限公司', approvedOn: '2015-01-01' }
const THIRD = { ...FIRST, name: '虚构新名有限公司', uscc: REISSUED, address: '虚构路3号', approvedOn: '2020-01-01' }

async function send(row: object, batchNo: string) {
  const importer = tested.desk.importers.find(({ name }) => name === 'registry')
  if (importer === undefined) throw new Error('no importer')
  async function* bytes() {
    yield Buffer.from(`${JSON.stringify(row)}\n`)
  }
  const file = { batchNo, operator: 'test', signal: new AbortController().signal, onProgress: () => undefined }
  return runImport(importer, { ...file, bytes: bytes() }, tested.desk.batches, tested.desk.places)
}

async function subject(code: string) {
  const { data, errorCodes } = await tested.ask(
    `query ($code: USCC) { enterprise(uscc: $code) { name uscc approvedOn
      identifiers { kind value validTo } nameHistory { name from to } } }`,
    { code },
  )
  expect(errorCodes).toEqual([])
  return data?.enterprise
}

async function empty() {
  const { current, versions } = tested.collections.modelsOf(subjects)
  for (const raw of [current.raw, versions.raw]) await raw.deleteMany({})
  await tested.collections.keys.collection.deleteMany({})
}

test.each([
  [[FIRST, SECOND, THIRD]],
  [[FIRST, THIRD, SECOND]],
  [[SECOND, FIRST, THIRD]],
  [[SECOND, THIRD, FIRST]],
  [[THIRD, FIRST, SECOND]],
  [[THIRD, SECOND, FIRST]],
])('registry rows leave the same subject in whatever order they come (%#)', async (rows) => {
  await empty()
  const round = `${Math.random()}`.slice(2)
  for (const [index, row] of rows.entries()) await send(row, `${round}-${index}`)
  for (const code of [CODE, REISSUED])
    expect(await subject(code)).toMatchObject({
      name: '虚构新名有限公司',
      uscc: REISSUED,
      approvedOn: '2020-01-01',
      identifiers: [
        { kind: 'REG_NO', value: '110108000000016', validTo: null },
        { kind: 'USCC', value: CODE, validTo: '2019-12-31' },
      ],
      nameHistory: [
        { name: '虚构旧名有限公司', from: '2001-01-01', to: '2014-12-31' },
        { name: '虚构中名有限公司', from: '2015-01-01', to: '2019-12-31' },
      ],
    })
  // Under their own numbers or another, the rows say nothing new.
  for (const [index, row] of rows.entries()) {
    expect(await send(row, `${round}-${index}`)).toMatchObject({ duplicate: 1 })
    expect(await send(row, `${round}-again-${index}`)).toMatchObject({ duplicate: 1 })
  }
})

test('a number that a person found to be replaced does not come back by the registry’s old rows', async () => {
  await empty()
  await send(FIRST, 'P1')
  const { data, errorCodes } = await tested.ask(
    `mutation ($id: ID!, $before: SubjectIdentifier!, $after: SubjectIdentifier!) { reissueIdentifier(subjectId: $id,
      replaced: $before, issued: $after, effectiveOn: "2020-01-01", reason: "虚构") { uscc } }`,
    { id: (await idOf(CODE)) ?? '', before: { kind: 'USCC', value: CODE }, after: { kind: 'USCC', value: REISSUED } },
  )
  expect([data, errorCodes]).toEqual([{ reissueIdentifier: { uscc: REISSUED } }, []])
  const { approvedOn: _, ...undated } = { ...FIRST, address: '虚构路2号' }
  await send(SECOND, 'P2')
  await send(undated, 'P3')
  expect(await subject(CODE)).toMatchObject({ uscc: REISSUED, name: '虚构中名有限公司' })
})

async function idOf(code: string): Promise<string | undefined> {
  const { data } = await tested.ask('query ($code: USCC) { enterprise(uscc: $code) { subjectId } }', { code })
  return (data?.enterprise as { subjectId?: string } | null)?.subjectId
}
