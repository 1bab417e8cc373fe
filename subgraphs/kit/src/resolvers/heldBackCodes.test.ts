import { expect, test } from 'vitest'
import type { StoredRecord } from '../family/recordEnvelope.ts'
import { sensitive, sensitiveIfCitizenId } from '../family/sensitive.ts'
import { heldBackCodes } from './heldBackCodes.ts'

const family = {
  typeName: 'AdministrativePenalty',
  division: 'market-order',
  definition: { docNo: String, subjectTaxNo: sensitiveIfCitizenId, personIdNo: sensitive },
} as const
const citizen = '36042619910101007100'

test('only codes in which a citizen id may stand are looked at', () => {
  expect(Object.keys(heldBackCodes(family))).toEqual(['subjectTaxNo'])
})

test.each([
  [{ role: 'PUBLIC' }, null],
  [{ role: 'ENTERPRISE', subjectIds: ['S1'] }, null],
  [{ role: 'CREDIT_PLATFORM' }, null],
  [{ role: 'OFFICER', division: 'trade' }, null],
  [{ role: 'OFFICER', division: 'market-order' }, citizen],
  [{ role: 'INSPECTOR' }, citizen],
] as const)('%o is told %s of one', (claims, told) => {
  const context = { caller: { caller: 'x', ...claims } }
  const tell = (subjectTaxNo: string) =>
    heldBackCodes(family).subjectTaxNo?.({ subjectId: 'S1', subjectTaxNo } as unknown as StoredRecord, {}, context)
  expect([tell(citizen), tell('410105600000012')]).toEqual([told, '410105600000012'])
})
