import { expect, it } from 'vitest'
import { openOwner } from './openOwner.ts'

it('shows the legal representative of a company', () => {
  expect(openOwner({ name: '甲某某', idNo: 'X' }, false)).toEqual({ name: '甲某某', idNo: 'X' })
})

it("masks the owner of an individual's business where everyone may look", () => {
  const masked = { name: '甲**', fullName: '甲某某' }
  expect(openOwner({ name: '甲某某' }, true)).toEqual(masked)
  expect(openOwner({ name: '甲某某' }, undefined)).toEqual(masked)
})

it('has nothing to mask without a name', () => {
  expect(openOwner({ idNo: 'X' }, true)).toEqual({ idNo: 'X' })
})
