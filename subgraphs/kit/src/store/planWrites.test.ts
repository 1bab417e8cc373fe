import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { NEVER_SUPERSEDED, type StoredRecord } from '../family/recordEnvelope.ts'
import { naiveBatches } from '../testing/naiveBatches.ts'
import { NaiveStore, toWriteRequest } from '../testing/naiveStore.ts'
import { PlanKeeper } from '../testing/planKeeper.ts'
import { sampleFamily } from '../testing/sampleFamily.ts'
import { planWrites } from './planWrites.ts'
import { versionId } from './versionId.ts'

describe('planWrites', () => {
  test('agrees with a list of versions per record, whatever the requests and their batches', () => {
    fc.assert(
      fc.property(naiveBatches, (batches) => {
        const [model, keeper] = [new NaiveStore(), new PlanKeeper()]
        let now = 1_000
        for (const { wait, requests } of batches) {
          now += wait
          const idOf = (noteNo: string) => keeper.ownerByKey.get(`sample|${noteNo}`)
          const known = requests.filter((request) => request.kind === 'PUT' || idOf(request.noteNo) !== undefined)
          const plan = planWrites(
            sampleFamily,
            known.map((request) => toWriteRequest(request, idOf)),
            keeper,
            { operator: 'test' },
            new Date(now),
          )
          keeper.carryOut(plan)
          expect(plan.outcomes.map(({ outcome }) => outcome)).toEqual(known.map((request) => model.apply(request, now)))
        }
        expect(summary([...keeper.versions.values()])).toEqual(modelSummary(model))
        for (const record of keeper.currentById.values()) {
          expect(record).toEqual({ ...keeper.versions.get(versionId(record)) })
        }
      }),
    )
  })

  test('announces every version exactly once', () => {
    const put = (noteNo: string) => ({ kind: 'PUT' as const, subjectId: 'S1', fields: { noteNo, title: '甲' } })
    const plan = planWrites(
      sampleFamily,
      [put('N1'), put('N1'), put('N2')],
      { ownerByKey: new Map(), currentById: new Map() },
      { operator: 'test' },
      new Date(),
    )
    expect(plan.events.map(({ kind, version, sequence }) => [kind, version, sequence])).toEqual([
      ['CREATED', 1, null],
      ['CREATED', 1, null],
    ])
  })

  test('refuses a row whose keys belong to two records', () => {
    const family = { ...sampleFamily, naturalKeys: () => ['a', 'b'] }
    const state = {
      ownerByKey: new Map([
        ['a', 'R1'],
        ['b', 'R2'],
      ]),
      currentById: new Map(),
    }
    const plan = planWrites(
      family,
      [{ kind: 'PUT', fields: { noteNo: 'N', title: 'T' }, subjectId: 'S' }],
      state,
      { operator: 'test' },
      new Date(),
    )
    expect(plan.outcomes).toEqual([{ outcome: 'CONFLICT', reason: 'KEYS_OF_SEVERAL_RECORDS' }])
    expect(plan.newVersions).toEqual([])
  })

  test('a row sent again does not undo a correction made by hand', () => {
    const keeper = new PlanKeeper()
    const row = { kind: 'PUT' as const, subjectId: 'S1', fields: { noteNo: 'N1', title: '错字' } }
    const write = (request: Parameters<typeof planWrites>[1][number]) => {
      const plan = planWrites(sampleFamily, [request], keeper, { operator: 'test' }, new Date())
      keeper.carryOut(plan)
      return plan.outcomes[0]?.outcome
    }
    write(row)
    const [recordId = ''] = keeper.currentById.keys()
    write({ kind: 'CHANGE', change: 'CORRECTED', recordId, fields: { title: '正字' }, reason: '更正' })
    expect(write(row)).toBe('DUPLICATE')
    expect(keeper.currentById.get(recordId)?.title).toBe('正字')
  })

  test('a subject keeps its own id, whatever a row says of it', () => {
    const keeper = new PlanKeeper()
    for (const title of ['甲', '乙']) {
      const row = { kind: 'PUT' as const, subjectId: 'S1', fields: { noteNo: 'N1', title } }
      keeper.carryOut(planWrites({ ...sampleFamily, isSubject: true }, [row], keeper, { operator: 'test' }, new Date()))
    }
    const [subject] = keeper.currentById.values()
    expect(subject).toMatchObject({ subjectId: subject?.recordId, version: 2, title: '乙' })
  })
})

function summary(versions: StoredRecord[]): string[] {
  return versions
    .map(({ noteNo, title, issuedOn, version, subjectId, recordState, recordedAt, supersededAt }) =>
      [noteNo, version, title, issuedOn, subjectId, recordState, recordedAt.getTime(), supersededAt.getTime()].join(
        '|',
      ),
    )
    .sort()
}

function modelSummary(model: NaiveStore): string[] {
  return [...model.histories.values()]
    .flat()
    .map(({ recordName, version, fields, subjectId, recordState, recordedAt, supersededAt }) => {
      const until = supersededAt === Number.POSITIVE_INFINITY ? NEVER_SUPERSEDED.getTime() : supersededAt
      return [recordName, version, fields.title, fields.issuedOn, subjectId, recordState, recordedAt, until].join('|')
    })
    .sort()
}
