import { expect, test } from 'vitest'
import { identityChanges } from './identityChanges.ts'

const at = (day: number) => new Date(Date.UTC(2026, 0, day))
const versions = [
  { recordedAt: at(1), change: {}, name: '虚构旧名', identifiers: [{ kind: 'REG_NO', value: '1' }] },
  { recordedAt: at(2), change: {}, name: '虚构 旧名', uscc: 'X1', identifiers: [{ kind: 'REG_NO', value: '1' }] },
  { recordedAt: at(3), change: {}, name: '虚构新名', uscc: 'X1', approvedOn: '2020-02-02', address: '虚构路' },
  {
    recordedAt: at(4),
    change: {},
    name: '虚构新名',
    uscc: 'X2',
    approvedOn: '2020-02-02',
    address: '虚构路',
    identifiers: [
      { kind: 'USCC', value: 'X1' },
      { kind: 'TAX_NO', value: '9' },
    ],
  },
  {
    recordedAt: at(5),
    change: { reason: '撤', operator: '某', effectiveOn: '2021-01-01' },
    name: '虚构新名',
    uscc: 'X2',
    approvedOn: '2020-02-02',
    address: '虚构路',
    existenceStatus: 'DEREGISTERED',
    mergedIntoId: 'S2',
    supersedesIds: ['S0'],
  },
]

test('are read off the versions, the newest first, each with the day and the word it rests on', () => {
  const found = identityChanges(versions.toReversed())
  expect(found.map(({ kind, before, after, effectiveOn }) => [kind, before, after, effectiveOn])).toEqual([
    ['STATUS_CHANGED', undefined, 'DEREGISTERED', '2021-01-01'],
    ['MERGED', undefined, 'S2', '2021-01-01'],
    ['SUPERSEDES', undefined, 'S0', '2021-01-01'],
    ['CODE_REISSUED', 'X1', 'X2', undefined],
    ['IDENTIFIER_ADDED', undefined, 'TAX_NO:9', undefined],
    ['RENAMED', '虚构 旧名', '虚构新名', '2020-02-02'],
    ['MOVED', undefined, '虚构路', '2020-02-02'],
    ['CODE_GIVEN', undefined, 'X1', undefined],
  ])
  expect(found[0]).toMatchObject({ recordedAt: at(5), reason: '撤', operator: '某' })
  expect(identityChanges(versions.slice(0, 1))).toEqual([])
})
