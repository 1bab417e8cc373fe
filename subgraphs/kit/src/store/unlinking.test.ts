import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { StoredRecord } from '../family/recordEnvelope.ts'
import { PlanKeeper } from '../testing/planKeeper.ts'
import { importedFamily } from '../testing/sampleImport.ts'
import { planWrites } from './planWrites.ts'
import type { WriteOutcome, WriteRequest } from './writeRequest.ts'

const keeper = (family = importedFamily) => {
  const kept = new PlanKeeper()
  let now = 1_000
  const write = (request: WriteRequest, batchNo?: string): WriteOutcome | undefined => {
    now += 10
    const plan = planWrites(family, [request], kept, { operator: 'test', batchNo }, new Date(now))
    kept.carryOut(plan)
    return plan.outcomes[0]
  }
  return { kept, write }
}

const put = (subjectId: string, title: string) =>
  ({ kind: 'PUT', subjectId, fields: { noteNo: '甲1', issuedOn: '2024-01-05', title } }) as const
const relink = (recordId: string, subjectId: string) =>
  ({
    kind: 'CHANGE',
    change: 'RELINKED',
    recordId,
    subjectId,
    recordState: 'CURRENT',
    reason: '人工关联',
    byHand: true,
  }) as const

function idOf(outcome: WriteOutcome | undefined): string {
  if (outcome === undefined || !('recordId' in outcome)) throw new Error(`nothing written: ${JSON.stringify(outcome)}`)
  return outcome.recordId
}

/** What a record says, without when and by which act it came to say so. */
function standing({ version: _, recordedAt: __, change: ___, ...facts }: StoredRecord): Partial<StoredRecord> {
  return facts
}

test('an unlinked record is withdrawn and leaves its subject free for a row that is about it', () => {
  const { kept, write } = keeper()
  const wrong = idOf(write(put('S1', '误'), 'B1'))
  expect(write({ kind: 'UNLINK', recordId: wrong, version: 1, reason: '错挂' })).toMatchObject({ outcome: 'UPDATED' })
  expect(kept.currentById.get(wrong)).toMatchObject({
    recordState: 'WITHDRAWN',
    change: { kind: 'WITHDRAWN', reason: '错挂' },
    refusedSubjects: ['S1'],
  })
  expect(kept.ownerByKey.size).toBe(0)
  expect(write(put('S1', '真'), 'B2')).toMatchObject({ outcome: 'CREATED' })
  expect(write(relink(wrong, 'S2'))).toMatchObject({ outcome: 'UPDATED', recordId: wrong })
  expect(write(relink(wrong, 'S1'))).toMatchObject({ outcome: 'CONFLICT', reason: 'KEYS_OF_SEVERAL_RECORDS' })
})

test('unlinked and linked again to the same subject, a record stands as before, whatever it had been linked to', () => {
  const subjects = fc.array(fc.constantFrom('S1', 'S2', 'S3'), { maxLength: 4 })
  fc.assert(
    fc.property(subjects, fc.constantFrom('甲', '乙'), (detour, title) => {
      const { kept, write } = keeper()
      const recordId = idOf(write(put('S1', title), 'B1'))
      const [before, keys] = [kept.currentById.get(recordId), new Map(kept.ownerByKey)]
      const version = () => kept.currentById.get(recordId)?.version ?? 0
      for (const subjectId of [...detour, 'S1']) {
        write({ kind: 'UNLINK', recordId, version: version(), reason: '错挂' })
        write(relink(recordId, subjectId))
      }
      const after = kept.currentById.get(recordId)
      const others = [...new Set(detour)].filter((subjectId) => subjectId !== 'S1')
      const { refusedSubjects = [], ...facts } = after === undefined ? {} : standing(after)
      expect(facts).toEqual(before && standing(before))
      expect([...refusedSubjects].sort()).toEqual(others.sort())
      expect(kept.ownerByKey).toEqual(keys)
      expect(kept.versions.size).toBe(version())
    }),
  )
})

test('a record that a wrong row only corrected goes back to what it was; the row before is known again', () => {
  const { kept, write } = keeper()
  const recordId = idOf(write(put('S1', '真'), 'B1'))
  const before = kept.currentById.get(recordId)
  write(put('S1', '误'), 'B2')
  write({ kind: 'UNLINK', recordId, version: 2, restore: before, reason: '错挂' })
  expect(kept.currentById.get(recordId)).toMatchObject({
    title: '真',
    batchNo: 'B1',
    version: 3,
    recordState: 'CURRENT',
  })
  expect(write(put('S1', '真'), 'B3')).toMatchObject({ outcome: 'DUPLICATE' })
})

test('an act that was decided on an older version is a conflict and writes nothing', () => {
  const { kept, write } = keeper()
  const recordId = idOf(write(put('S1', '甲'), 'B1'))
  write(put('S1', '乙'), 'B2')
  const stale = [
    { kind: 'UNLINK', recordId, version: 1, reason: '错挂' } as const,
    { ...relink(recordId, 'S2'), version: 1 },
  ]
  for (const request of stale) {
    expect(write(request)).toEqual({ outcome: 'CONFLICT', reason: 'RECORD_MOVED_ON' })
  }
  expect(kept.versions.size).toBe(2)
})

test('linked again on a person’s word, a record keeps nothing that the index could ask by; linked by the index it does', () => {
  const source = { line: 1, subject: { name: '虚构甲', identifiers: [] } }
  for (const byHand of [true, false]) {
    const { kept, write } = keeper()
    const recordId = idOf(write({ ...put('S1', '甲'), source }, 'B1'))
    write({ ...relink(recordId, 'S2'), byHand })
    expect(kept.currentById.get(recordId)).toMatchObject({ subjectId: 'S2', source: byHand ? { line: 1 } : source })
    expect(kept.currentById.get(recordId)?.source?.subject).toEqual(byHand ? undefined : source.subject)
  }
})

test('a later row does not move a record back to a subject that a person has refused', () => {
  const family = { ...importedFamily, naturalKeys: () => ['of any subject'] }
  const { kept, write } = keeper(family)
  const recordId = idOf(write(put('S1', '甲'), 'B1'))
  write({ kind: 'UNLINK', recordId, version: 1, reason: '错挂' })
  write(relink(recordId, 'S2'))
  expect(write(put('S1', '乙'), 'B2')).toEqual({ outcome: 'CONFLICT', reason: 'SUBJECT_REFUSED' })
  expect(write(put('S2', '乙'), 'B2')).toMatchObject({ outcome: 'UPDATED', recordId })
  expect(kept.currentById.get(recordId)).toMatchObject({ subjectId: 'S2', title: '乙', refusedSubjects: ['S1'] })
})

test('a row said again is known, but a person may say it of another subject', () => {
  const { kept, write } = keeper({ ...importedFamily, naturalKeys: () => ['of any subject'] })
  const recordId = idOf(write(put('S1', '甲'), 'B1'))
  expect(write(put('S2', '甲'), 'B2')).toMatchObject({ outcome: 'DUPLICATE' })
  expect(write({ ...put('S2', '甲'), byHand: true }, 'B2')).toMatchObject({ outcome: 'UPDATED', recordId })
  expect(kept.currentById.get(recordId)).toMatchObject({ subjectId: 'S2', title: '甲' })
})
