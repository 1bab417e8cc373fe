import { expect, test } from 'vitest'
import { isWithinDistrict } from './isWithinDistrict.ts'

test.each([
  ['410105', '410105', true],
  ['410105001000', '410105', true],
  ['410105', '410100', true],
  ['410105', '410000', true],
  ['410105', '410106', false],
  ['410205', '410100', false],
  ['420105', '410000', false],
  ['410100', '410105', false],
])('%s in %s: %s', (place, district, isWithin) => {
  expect(isWithinDistrict(place, district)).toBe(isWithin)
})
