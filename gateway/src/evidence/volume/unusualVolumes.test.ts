import { describe, expect, test } from 'vitest'
import { type CallerVolume, unusualVolumes } from './unusualVolumes.ts'
import { readVolumeRules, type VolumeRules } from './volumeRules.ts'

const threshold = { minimum: 10, factor: 3, newcomer: 40 }
const rules: VolumeRules = {
  ...readVolumeRules(),
  pastDays: 30,
  minimumPast: 3,
  periods: {
    DAY: { default: threshold, roles: { CREDIT_PLATFORM: { ...threshold, minimum: 500, newcomer: 1_000 } } },
    HOUR: { default: threshold, roles: {} },
  },
}
const day = (number: number): Date => new Date(Date.UTC(2026, 5, number) - 8 * 3_600_000)
const read = (caller: string, number: number, subjects: number, role: CallerVolume['role'] = 'OFFICER') => ({
  caller,
  role,
  unit: undefined,
  startsAt: day(number),
  subjects,
})
const found = (...volumes: CallerVolume[]) =>
  unusualVolumes(volumes, { per: 'DAY', from: day(20), rules }).map((one) => [one.caller, one.usual, one.threshold])

describe('a volume of reads is unusual', () => {
  const past = [3, 5, 9].map((subjects, index) => read('a', 15 + index, subjects))

  test('from a multiple of the median of his own past on', () => {
    expect(found(...past, read('a', 20, 14))).toEqual([])
    expect(found(...past, read('a', 20, 15))).toEqual([['a', 5, 15]])
    expect(found(...past, read('a', 16, 300), read('a', 20, 15))).toEqual([])
  })

  test('never below the minimum, however little he used to read', () => {
    const little = [1, 1, 1].map((subjects, index) => read('b', 15 + index, subjects))
    expect(found(...little, read('b', 20, 9))).toEqual([])
    expect(found(...little, read('b', 20, 10))).toEqual([['b', 1, 10]])
  })

  test('by a threshold of its own where there is no past, or it is long ago', () => {
    expect(found(read('c', 20, 39))).toEqual([])
    expect(found(read('c', 20, 40))).toEqual([['c', undefined, 40]])
    const old = [1, 2, 3].map((number) => read('d', number - 40, 1))
    expect(found(...old, read('d', 20, 39))).toEqual([])
  })

  test('by the threshold of his role where there is one', () => {
    expect(found(read('platform', 20, 999, 'CREDIT_PLATFORM'))).toEqual([])
    expect(found(read('platform', 20, 1_000, 'CREDIT_PLATFORM'), read('e', 20, 1_001))).toEqual([
      ['e', undefined, 40],
      ['platform', undefined, 1_000],
    ])
  })

  test('only in the time that is asked about', () => {
    expect(found(read('f', 19, 10_000))).toEqual([])
  })
})
