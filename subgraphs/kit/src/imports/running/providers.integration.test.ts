import { beforeAll, beforeEach, expect, test } from 'vitest'
import { connectTestDatabase, testDatabase } from '../../../../../test/setup/testDatabase.ts'
import { KNOWN_SUBJECTS } from '../../testing/importedRows.ts'
import { type ImportBench, importBench } from '../../testing/importPlaces.ts'
import { sampleImporter } from '../../testing/sampleImport.ts'

const database = testDatabase()
let bench: ImportBench

beforeAll(async () => {
  const connection = await connectTestDatabase(database)
  bench = await importBench(connection, sampleImporter, async (identities) =>
    identities.map(({ name = '' }) =>
      KNOWN_SUBJECTS.includes(name)
        ? { outcome: 'LINKED', subjectId: `S-${name}`, candidates: [] }
        : { outcome: 'NO_MATCH', candidates: [] },
    ),
  )
})
beforeEach(() => bench.empty())

const GOOD = { noteNo: '甲1', issuedOn: '2024-01-05', subjectName: KNOWN_SUBJECTS[0] }
const DOUBTFUL = { ...GOOD, issuedOn: '昨天' }
const UNKNOWN = { ...GOOD, subjectName: '虚构查无此家' }

async function exported(provider?: string): Promise<string> {
  let text = ''
  for await (const line of bench.places.doubts.export(sampleImporter.plan, { family: sampleImporter.name, provider }))
    text += line
  return text
}
const doubts = async () =>
  (await bench.imports.doubts.find({}, { sort: { queuedAt: 1 } }).toArray()).map(({ provider, state, faults }) => [
    provider ?? null,
    state,
    faults.map(({ rule }) => rule),
  ])

test('the same waiting row of two organisations waits for each of them, and is known when either sends it again', async () => {
  for (const provider of ['P', 'Q']) {
    expect(await bench.send([DOUBTFUL, UNKNOWN], { provider })).toMatchObject({ doubtful: 1, unlinked: 1 })
    expect(await bench.send([DOUBTFUL, UNKNOWN], { provider })).toMatchObject({ duplicate: 2 })
    expect((await exported(provider)).trim().split('\n')).toHaveLength(2)
  }
  expect(await bench.send([DOUBTFUL], { provider: 'Q', dryRun: true })).toMatchObject({ duplicate: 1 })
  expect(await bench.send([DOUBTFUL], { provider: 'R', dryRun: true })).toMatchObject({ doubtful: 1 })
})

test('doubts are given out by whose rows they are: of one organisation, or the division’s own', async () => {
  for (const [provider, issuedOn] of [
    ['P', '昨天'],
    ['Q', '前天'],
    [undefined, '明天'],
  ] as const)
    await bench.send([{ ...DOUBTFUL, issuedOn }], provider === undefined ? {} : { provider })
  const given = async (provider?: string) => (await exported(provider)).match(/[昨前明]天(?=,)/g)
  expect([await given('P'), await given('Q'), await given(), await given('R')]).toEqual([
    ['昨天'],
    ['前天'],
    ['明天'],
    null,
  ])
})

test('a doubt is settled by a correction of whose row it is, and by nobody else’s', async () => {
  await bench.send([DOUBTFUL], { provider: 'P' })
  const corrected = (await exported('P')).replaceAll('昨天', '2024-01-05')
  for (const options of [{ provider: 'Q' }, {}]) {
    expect(await bench.sendText(corrected, { ...options, dryRun: true })).toMatchObject({ doubtful: 1 })
    expect(await bench.sendText(corrected, options)).toMatchObject({ submitted: 1, doubtful: 1 })
  }
  expect((await doubts())[0]?.slice(0, 2)).toEqual(['P', 'PENDING'])
  expect((await doubts()).slice(1)).toEqual([
    ['Q', 'PENDING', ['correction.OF_ANOTHER']],
    [null, 'PENDING', ['correction.OF_ANOTHER']],
  ])
  expect(await bench.sendText(corrected, { provider: 'P' })).toMatchObject({ created: 1 })
  expect((await doubts())[0]?.slice(0, 2)).toEqual(['P', 'PROCESSED'])
})

test('a batch number of another organisation says nothing, neither in earnest nor in a dry run', async () => {
  await bench.send([GOOD], { provider: 'P', batchNo: 'B1' })
  for (const dryRun of [true, false]) {
    await expect(bench.send([GOOD], { provider: 'Q', batchNo: 'B1', dryRun })).rejects.toMatchObject({
      code: 'BAD_USER_INPUT',
    })
  }
  expect(await bench.send([GOOD], { provider: 'P', batchNo: 'B1', dryRun: true })).toMatchObject({ duplicate: 1 })
})
