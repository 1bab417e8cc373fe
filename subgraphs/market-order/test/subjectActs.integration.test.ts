import { setTimeout as delay } from 'node:timers/promises'
import { TransactionGivenUp } from '@hub/kit/store/inTransaction'
import { RecordStore } from '@hub/kit/store/recordStore'
import { type DivisionAnswer, type DivisionUnderTest, divisionUnderTest } from '@hub/kit/testing/divisionUnderTest'
import type { CallerClaims } from '@hub/schema/access/callerClaims'
import { makeUscc } from '@hub/schema/identifiers/makeIdentifiers'
import { beforeAll, describe, expect, test, vi } from 'vitest'
import { connectTestDatabase, testDatabase } from '../../../test/setup/testDatabase.ts'
import { division } from '../src/division.ts'
import { subjects } from '../src/models/subjects.ts'
import { usccs } from './expectations/samples.ts'
import { entered, enterpriseFields } from './testSubjects.ts'

const officer: CallerClaims = { caller: '虚某', role: 'OFFICER', unit: '虚构处', division: 'market-order' }
const REG_NO = { kind: 'REG_NO', value: '110108000000016' }
const NAME = '虚构旧号贸易有限公司'
const database = testDatabase()
let tested: DivisionUnderTest
let old: string
let survivor: string

const MERGE = `mutation ($subjectId: ID!, $survivorId: ID!, $on: LocalDate = "2020-05-01", $kind: SubjectMergeKind = SAME_ENTERPRISE) {
  mergeSubjects(subjectId: $subjectId, survivorId: $survivorId, mergeKind: $kind, effectiveOn: $on, reason: "虚构：同一企业") {
    number kind subjectId survivorId effectiveOn reason performedBy performedByUnit
  }
}`

beforeAll(async () => {
  tested = await divisionUnderTest(division, await connectTestDatabase(database))
  old = await entered(tested, { name: NAME, identifiers: [REG_NO], registeredOn: '2001-01-01' })
  survivor = await entered(tested, enterpriseFields(0))
})

function rowsOf({ data }: DivisionAnswer, field: string): unknown[] {
  return (data?.[field] ?? []) as unknown[]
}

async function merge(variables: Record<string, unknown>) {
  return tested.ask(MERGE, variables, officer)
}

async function undo(number: number) {
  const query = 'mutation ($number: Int!) { undoSubjectAct(number: $number, reason: "虚构：误并") { number undoes } }'
  return tested.ask(query, { number }, officer)
}

async function resolved(key: object) {
  const query = `query ($keys: [SubjectKey!]!) {
    resolveSubjects(keys: $keys) { outcome subjectId candidates { subjectId why } }
  }`
  const [answer] = rowsOf(await tested.ask(query, { keys: [key] }), 'resolveSubjects')
  return answer
}

describe('a merger', () => {
  test('leaves who, when and why; all identifiers find the survivor; the merged id says what became of it', async () => {
    expect((await merge({ subjectId: old, survivorId: survivor })).data?.mergeSubjects).toEqual({
      number: 1,
      kind: 'MERGE',
      subjectId: old,
      survivorId: survivor,
      effectiveOn: '2020-05-01',
      reason: '虚构：同一企业',
      performedBy: '虚某',
      performedByUnit: '虚构处',
    })
    const { data, errorCodes } = await tested.ask(
      `query ($old: ID) {
        byNumber: enterpriseByIdentifier(kind: REG_NO, value: "110108000000016") {
          subjectId mergedSubjects { subjectId name } mergedInto { subjectId }
        }
        byId: enterprise(subjectId: $old) {
          subjectId name recordState mergedOn mergeKind mergedInto { subjectId }
          identityChanges { kind effectiveOn after reason operator }
        }
        enterprises { totalCount }
      }`,
      { old },
    )
    expect(errorCodes).toEqual([])
    expect(data).toEqual({
      byNumber: { subjectId: survivor, mergedSubjects: [{ subjectId: old, name: NAME }], mergedInto: null },
      byId: {
        subjectId: old,
        name: NAME,
        recordState: 'MERGED',
        mergedOn: '2020-05-01',
        mergeKind: 'SAME_ENTERPRISE',
        mergedInto: { subjectId: survivor },
        identityChanges: [
          {
            kind: 'MERGED',
            effectiveOn: '2020-05-01',
            after: survivor,
            reason: '虚构：同一企业',
            operator: '虚某',
          },
        ],
      },
      enterprises: { totalCount: 1 },
    })
  })

  test('rows under either number and either name are about the survivor', async () => {
    const linked = { outcome: 'LINKED', subjectId: survivor, candidates: [] }
    const uscc = { kind: 'USCC', value: usccs[0] }
    expect(await resolved({ identifiers: [REG_NO], name: NAME, on: '2024-01-01' })).toEqual(linked)
    expect(await resolved({ identifiers: [REG_NO], name: '虚构0号贸易有限公司' })).toEqual(linked)
    expect(await resolved({ identifiers: [REG_NO, uscc], name: '虚构0号贸易有限公司' })).toEqual(linked)
    // Its own code does not answer to the name of the one it took in.
    expect(await resolved({ identifiers: [uscc], name: NAME })).toMatchObject({ outcome: 'NAME_DISAGREES' })
    expect(await resolved({ name: NAME })).toMatchObject({
      outcome: 'NO_MATCH',
      candidates: [{ subjectId: survivor, why: 'FORMER_NAME' }],
    })
  })

  test('a registry row that names both numbers is one of the survivor; one that names the old number waits for a person', async () => {
    const store = tested.storeAt(() => new Date('2026-03-01T00:00:00Z'))
    const write = async (fields: Record<string, unknown>) =>
      (await store.write(subjects, [{ kind: 'PUT', fields }], { operator: 'test', batchNo: String(fields.name) }))[0]
    expect(await write(enterpriseFields(0, { identifiers: [REG_NO], address: '虚构路1号' }))).toMatchObject({
      outcome: 'UPDATED',
      recordId: survivor,
    })
    expect(await write({ name: NAME, identifiers: [REG_NO], registeredOn: '2001-01-01' })).toMatchObject({
      outcome: 'DUPLICATE',
    })
    expect(await write({ name: '虚构他名公司', identifiers: [REG_NO] })).toEqual({
      outcome: 'CONFLICT',
      reason: 'RECORD_MERGED',
    })
  })

  test('is undone as a whole, once, and everything finds its own again', async () => {
    expect((await undo(1)).data?.undoSubjectAct).toEqual({ number: 2, undoes: 1 })
    expect(await resolved({ identifiers: [REG_NO], name: NAME })).toMatchObject({ outcome: 'LINKED', subjectId: old })
    const { data } = await tested.ask(
      `query ($old: ID) {
        enterprise(subjectId: $old) { recordState mergedOn mergedInto { name } identityChanges { kind } }
        enterprises { totalCount }
      }`,
      { old },
    )
    expect(data).toEqual({
      enterprise: {
        recordState: 'CURRENT',
        mergedOn: null,
        mergedInto: null,
        identityChanges: [{ kind: 'MERGE_UNDONE' }, { kind: 'MERGED' }],
      },
      enterprises: { totalCount: 2 },
    })
    expect((await undo(1)).errorCodes).toEqual(['HUB_SUBJECT_ACT_REFUSED'])
    expect((await undo(2)).errorCodes).toEqual(['HUB_SUBJECT_ACT_REFUSED'])
  })

  test('of an absorbed enterprise: its name counts for facts before that day only', async () => {
    const target = await entered(tested, enterpriseFields(1))
    const absorbed = await entered(tested, enterpriseFields(2))
    await merge({ subjectId: absorbed, survivorId: target, kind: 'ABSORPTION' })
    const key = { identifiers: [{ kind: 'USCC', value: usccs[2] }], name: '虚构2号贸易有限公司' }
    expect(await resolved({ ...key, on: '2020-04-30' })).toMatchObject({ outcome: 'LINKED', subjectId: target })
    expect(await resolved({ ...key, on: '2020-05-01' })).toMatchObject({ outcome: 'NAME_DISAGREES' })
  })

  test.each([
    ['into itself', () => ({ subjectId: survivor, survivorId: survivor })],
    ['into nobody', () => ({ subjectId: survivor, survivorId: 'unknown' })],
    ['in the future', () => ({ subjectId: old, survivorId: survivor, on: '2999-01-01' })],
  ])('%s is refused, and nothing is written', async (_, variables) => {
    expect((await merge(variables())).errorCodes).toEqual(['HUB_SUBJECT_ACT_REFUSED'])
    const { data } = await tested.ask('{ subjectActs { totalCount } }')
    expect(data).toEqual({ subjectActs: { totalCount: 3 } })
  })

  test('of many at once, each has its own number and none is lost', async () => {
    const ids = await Promise.all(
      Array.from({ length: 6 }, (_, index) =>
        entered(tested, { name: `虚构同时${index}号`, registeredOn: '2020-01-01' }),
      ),
    )
    const merged = await Promise.all(ids.map((subjectId) => merge({ subjectId, survivorId: survivor })))
    expect(merged.flatMap(({ errorCodes }) => errorCodes)).toEqual([])
    const numbers = merged.map(({ data }) => (data?.mergeSubjects as { number: number } | undefined)?.number).sort()
    expect(numbers).toEqual([4, 5, 6, 7, 8, 9])
  })

  test('waits for another writer who holds the subject, begins anew where the store gives up, and is not lost', async () => {
    const subjectId = await entered(tested, { name: '虚构被占有限公司', registeredOn: '2020-01-01' })
    const { connection, modelsOf } = tested.collections
    const session = await connection.startSession()
    session.startTransaction()
    const touched = await modelsOf(subjects).current.raw.updateOne(
      { recordId: subjectId },
      { $set: { held: 1 } },
      { session },
    )
    // Some servers let it wait, others roll it back until the store gives up: that it does, here once for certain.
    const writing = vi.spyOn(RecordStore.prototype, 'writeTogether')
    writing.mockRejectedValueOnce(new TransactionGivenUp('rolled back'))
    const merging = merge({ subjectId, survivorId: survivor })
    await delay(400)
    await session.abortTransaction()
    await session.endSession()
    const { data, errorCodes } = await merging
    writing.mockRestore()
    expect([touched.modifiedCount, errorCodes, data?.mergeSubjects]).toEqual([
      1,
      [],
      expect.objectContaining({ number: 10, subjectId }),
    ])
  })
})

describe('a split', () => {
  test('names the one that was split at its successors, until it is undone', async () => {
    const split = await entered(tested, enterpriseFields(3))
    const successor = await entered(tested, { name: '虚构承继有限公司', registeredOn: '2021-01-01' })
    const query = `mutation ($subjectId: ID!, $successorIds: [ID!]!) {
      splitSubject(subjectId: $subjectId, successorIds: $successorIds, effectiveOn: "2021-01-01", reason: "虚构：分立") { number }
    }`
    const { data } = await tested.ask(query, { subjectId: split, successorIds: [successor] }, officer)
    const { number } = (data?.splitSubject ?? { number: 0 }) as { number: number }
    const superseded = async () => {
      const asked = '($id: ID) { enterprise(subjectId: $id) { supersedes { subjectId } identityChanges { kind } } }'
      return (await tested.ask(`query ${asked}`, { id: successor })).data?.enterprise
    }
    expect(await superseded()).toEqual({
      supersedes: [{ subjectId: split }],
      identityChanges: [{ kind: 'SUPERSEDES' }],
    })
    await undo(number)
    expect(await superseded()).toMatchObject({ supersedes: [] })
  })
})

describe('a number issued anew', () => {
  const REISSUE = `mutation ($subjectId: ID!, $replaced: SubjectIdentifier!, $issued: SubjectIdentifier!, $on: LocalDate = "2020-05-01") {
    reissueIdentifier(subjectId: $subjectId, replaced: $replaced, issued: $issued, effectiveOn: $on, reason: "虚构：换发") {
      subjectId uscc identifiers { kind value validTo } identityChanges { kind before after effectiveOn reason operator }
    }
  }`
  const OLD_NO = { kind: 'REG_NO', value: '320404000009558' }
  const code = (organisation: string) => ({
    kind: 'USCC',
    value: makeUscc({ category: '91', authority: '410100', organisation }),
  })
  const [first, second] = [code('MA0X0101'), code('MA0X0102')]
  const name = '虚构换号贸易有限公司'
  const reissue = (variables: Record<string, unknown>) => tested.ask(REISSUE, variables, officer)
  let subjectId: string

  beforeAll(async () => {
    subjectId = await entered(tested, { name, identifiers: [OLD_NO], registeredOn: '2003-01-01' })
  })

  test('is the subject’s, says who and why, and the numbers before it still find the subject', async () => {
    const given = await reissue({ subjectId, replaced: OLD_NO, issued: first })
    expect(given.errorCodes).toEqual([])
    expect(given.data?.reissueIdentifier).toEqual({
      subjectId,
      uscc: first.value,
      identifiers: [{ ...OLD_NO, validTo: '2020-04-30' }],
      identityChanges: [
        expect.objectContaining({ kind: 'CODE_GIVEN', after: first.value, reason: '虚构：换发', operator: '虚某' }),
      ],
    })
    await reissue({ subjectId, replaced: first, issued: second, on: '2021-01-01' })
    const { data } = await tested.ask(
      `query ($id: ID) { enterprise(subjectId: $id) { uscc identifiers { value } identityChanges { kind before after effectiveOn } } }`,
      { id: subjectId },
    )
    expect(data?.enterprise).toMatchObject({
      uscc: second.value,
      identifiers: [{ value: OLD_NO.value }, { value: first.value }],
      identityChanges: [
        { kind: 'CODE_REISSUED', before: first.value, after: second.value, effectiveOn: '2021-01-01' },
        { kind: 'CODE_GIVEN' },
      ],
    })
    for (const identifier of [OLD_NO, first, second]) {
      expect(await resolved({ identifiers: [identifier], name })).toMatchObject({ outcome: 'LINKED', subjectId })
    }
  })

  test.each([
    ['of another subject', () => ({ subjectId, replaced: second, issued: { kind: 'USCC', value: usccs[0] } })],
    ['for one that it does not have', () => ({ subjectId, replaced: code('MA0X0103'), issued: code('MA0X0104') })],
    ['for itself', () => ({ subjectId, replaced: second, issued: second })],
    [
      'that fails its check',
      () => ({ subjectId, replaced: second, issued: { kind: 'USCC', value: '111111111111111111' } }),
    ],
    ['beside the code that it has', () => ({ subjectId, replaced: OLD_NO, issued: code('MA0X0104') })],
    ['in the future', () => ({ subjectId, replaced: second, issued: code('MA0X0104'), on: '2999-01-01' })],
  ])('%s is refused, and nothing changes', async (_, variables) => {
    expect((await reissue(variables())).errorCodes).toEqual(['HUB_SUBJECT_ACT_REFUSED'])
    expect(await resolved({ identifiers: [second], name })).toMatchObject({ outcome: 'LINKED', subjectId })
  })
})
