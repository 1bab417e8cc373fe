import { expect, test } from 'vitest'
import { PlanKeeper } from '../testing/planKeeper.ts'
import { sampleFamily } from '../testing/sampleFamily.ts'
import { planWrites } from './planWrites.ts'
import type { PutRequest } from './writeRequest.ts'

const family = {
  ...sampleFamily,
  ending: {
    since: 'issuedOn',
    by: 'until',
    fields: ['until', 'ending'],
    reason: 'title',
    namedBy: ['title'],
    alsoBy: ['issuedOn'],
  },
}

/** Writes rows of one batch one after another, as organisations send them; answers what became of each. */
function lists() {
  const keeper = new PlanKeeper()
  let batch = 0
  return {
    keeper,
    says: (provider: string | undefined, fields: PutRequest['fields'], more: Partial<PutRequest> = {}) => {
      const request = { kind: 'PUT' as const, subjectId: 'S1', fields, ...more }
      const context = { operator: 'test', provider, batchNo: `B${++batch}` }
      const plan = planWrites(family, [request], keeper, context, new Date())
      keeper.carryOut(plan)
      const [outcome] = plan.outcomes
      return outcome !== undefined && 'reason' in outcome ? outcome.reason : outcome?.outcome
    },
    told: (name: string) => [...keeper.currentById.values()].map((record) => record[name]),
    ended: () =>
      Object.fromEntries([...keeper.currentById.values()].map(({ noteNo, until }) => [String(noteNo), until])),
  }
}

const entry = (noteNo: string, issuedOn: string) => ({ noteNo, title: '名单', issuedOn })
const removal = { title: '名单', until: '2026-06-01' }

test('a removal of a day before the entry is of another entry, and takes nobody off', () => {
  const { says, ended } = lists()
  says('P', entry('N1', '2026-07-01'))
  expect(says('P', removal)).toBe('NOTHING_TO_END')
  says('P', entry('N2', '2026-06-01'))
  expect(says('P', removal)).toBe('UPDATED')
  expect(ended()).toEqual({ N1: undefined, N2: '2026-06-01' })
})

test('before the entry is in, a removal waits; sent again afterwards, it ends it', () => {
  const { says, ended } = lists()
  expect(says('P', removal)).toBe('NOTHING_TO_END')
  says('P', entry('N1', '2026-01-01'))
  expect([says('P', removal), says('P', removal), says('P', entry('N1', '2026-01-01'))]).toEqual([
    'UPDATED',
    'DUPLICATE',
    'DUPLICATE',
  ])
  expect(ended()).toEqual({ N1: '2026-06-01' })
})

test('of several organisations each ends its own, and none what another has reported', () => {
  const { says, ended } = lists()
  says('P', entry('N1', '2026-01-01'))
  says('Q', entry('N2', '2026-01-01'))
  says(undefined, entry('N3', '2026-01-01'))
  expect(says('R', removal)).toBe('REPORTED_BY_ANOTHER')
  expect(says('Q', removal)).toBe('UPDATED')
  expect(says('Q', removal)).toBe('DUPLICATE')
  expect(says('Q', { ...entry('N1', '2026-01-01'), until: '2026-06-01' })).toBe('REPORTED_BY_ANOTHER')
  expect(says(undefined, removal)).toBe('UPDATED')
  expect(ended()).toEqual({ N1: undefined, N2: '2026-06-01', N3: '2026-06-01' })
})

test('what has become of the record of another is not told', () => {
  const { says, keeper } = lists()
  says(undefined, entry('N1', '2026-01-01'))
  for (const [id, record] of keeper.currentById) keeper.currentById.set(id, { ...record, recordState: 'REPAIRED' })
  expect(says('P', { ...entry('N1', '2026-01-01'), until: '2026-06-01' })).toBe('REPORTED_BY_ANOTHER')
  expect(says('P', removal)).toBe('REPORTED_BY_ANOTHER')
  const withdrawal = { ...entry('N2', '2026-01-01'), until: '2026-06-01' }
  says(undefined, entry('N2', '2026-01-01'))
  expect(says('P', withdrawal, { withdraws: true })).toBe('REPORTED_BY_ANOTHER')
  says(undefined, withdrawal, { withdraws: true })
  expect(says('P', withdrawal, { withdraws: true })).toBe('REPORTED_BY_ANOTHER')
})

test('what the division reports in the same words is its own too, and no organisation changes it any more', () => {
  const { says, keeper } = lists()
  says('P', entry('N1', '2026-01-01'))
  expect([says(undefined, entry('N1', '2026-01-01')), says(undefined, entry('N1', '2026-01-01'))]).toEqual([
    'UPDATED',
    'DUPLICATE',
  ])
  expect([...keeper.currentById.values()].map(({ provider }) => provider)).toEqual([undefined])
  expect(says('P', entry('N1', '2026-01-01'))).toBe('DUPLICATE')
  expect(says('P', removal)).toBe('REPORTED_BY_ANOTHER')
})

test('a removal sent once more takes nobody off who came in since, also where the record it ended was corrected', () => {
  const { says, ended } = lists()
  says('P', entry('N1', '2026-01-01'))
  says('P', removal)
  expect(says('P', { ...entry('N1', '2026-01-01'), fee: '3' })).toBe('UPDATED')
  says('P', entry('N2', '2026-02-01'))
  expect(says('P', removal)).toBe('SEVERAL_TO_END')
  expect(says('P', { ...entry('N2', '2026-02-01'), until: '2026-06-01' })).toBe('UPDATED')
  expect(ended()).toEqual({ N1: '2026-06-01', N2: '2026-06-01' })
})

test('a person ends what another has reported where there is one of them, and has to say which where there are more', () => {
  const { says, ended } = lists()
  says('P', entry('N1', '2026-01-01'))
  expect(says('R', removal, { byHand: true })).toBe('UPDATED')
  says('P', entry('N2', '2026-01-02'))
  says('Q', entry('N3', '2026-01-03'))
  expect(says('R', { ...removal, until: '2026-06-02' }, { byHand: true })).toBe('SEVERAL_TO_END')
  expect(ended()).toEqual({ N1: '2026-06-01', N2: undefined, N3: undefined })
})

test('of an end that has been told, a later row changes what it says, and what it leaves out is kept', () => {
  const { says, ended, told } = lists()
  says('P', { ...entry('N1', '2026-01-01'), until: '2026-06-01', ending: { kind: '期满' } })
  expect(says('P', { ...entry('N1', '2026-01-01'), ending: { kind: '已履行' } })).toBe('UPDATED')
  expect([ended(), told('ending')]).toEqual([{ N1: '2026-06-01' }, [{ kind: '已履行' }]])
  says('P', entry('N1', '2026-01-01'))
  expect([ended(), told('ending')]).toEqual([{ N1: '2026-06-01' }, [{ kind: '已履行' }]])
})
