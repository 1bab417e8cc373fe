import { describe, expect, test } from 'vitest'
import { actsToFollow, type FollowedAct, mergedOnward } from './actsInForce.ts'

const now = new Date('2026-11-25T12:00:00Z')
const minutesAgo = (minutes: number) => new Date(now.getTime() - minutes * 60_000)
const merge = (number: number, subjectId: string, survivorId: string, followedAt?: Date): FollowedAct => {
  return { number, kind: 'MERGE', subjectId, survivorId, effectiveOn: '2020-01-01', followedAt }
}
const undo = (number: number, { subjectId, survivorId, number: undoes }: FollowedAct): FollowedAct => {
  return { number, kind: 'UNDO', subjectId, survivorId, undoes, effectiveOn: '2020-01-02' }
}
const split: FollowedAct = { number: 9, kind: 'SPLIT', subjectId: 'A', successorIds: ['B'], effectiveOn: '2020-01-01' }
const parted: FollowedAct = { ...split, number: 10, kind: 'UNDO', undoes: 9 }
const numbers = (acts: FollowedAct[]) => actsToFollow(acts, now).map(({ number }) => number)

describe('actsToFollow', () => {
  test('are those not followed yet, and for ten minutes those that were', () => {
    expect(
      numbers([merge(1, 'A', 'B'), merge(2, 'C', 'D', minutesAgo(9)), merge(3, 'E', 'F', minutesAgo(11))]),
    ).toEqual([1, 2])
  })

  test('never one that was undone; a split like a merger', () => {
    const first = merge(1, 'A', 'B')
    expect(numbers([first, undo(2, first), merge(3, 'A', 'B'), split])).toEqual([2, 3, 9])
    expect(numbers([split, parted])).toEqual([10])
  })
})

describe('mergedOnward', () => {
  test('leads along the mergers in force, and out of a ring', () => {
    const [first, second] = [merge(1, 'A', 'B'), merge(2, 'B', 'C')]
    expect(mergedOnward([first, second], 'A')).toEqual(['A', 'B', 'C'])
    expect(mergedOnward([first, second, undo(3, second)], 'A')).toEqual(['A', 'B'])
    expect(mergedOnward([first, merge(2, 'B', 'A')], 'A')).toEqual(['A', 'B'])
    expect(mergedOnward([], 'A')).toEqual(['A'])
  })
})
