import { makeUscc } from '@hub/schema/identifiers/makeIdentifiers'
import { expect, test } from 'vitest'
import { reissuedIdentifier } from './reissuedIdentifier.ts'

const codeOf = (organisation: string) => makeUscc({ category: '91', authority: '110108', organisation })
const [OLD, NEW] = [codeOf('MA000001'), codeOf('MA000002')]
const REG = { kind: 'REG_NO', value: '110108000000016', validFrom: '2015-01-01' } as const
const OTHER = { kind: 'REG_NO', value: '110108000000024' } as const
const effectiveOn = '2020-05-01'

test('an old number gives way to a code and is kept until the day before', () => {
  const issued = { kind: 'USCC', value: NEW } as const
  expect(reissuedIdentifier({ identifiers: [REG] }, { replaced: REG, issued, effectiveOn })).toEqual({
    uscc: NEW,
    identifiers: [{ ...REG, validTo: '2020-04-30' }],
  })
})

test('a code gives way to another; a number to one of its kind, which leaves the code', () => {
  const replaced = { kind: 'USCC', value: OLD } as const
  expect(
    reissuedIdentifier({ uscc: OLD, identifiers: [] }, { replaced, issued: { kind: 'USCC', value: NEW }, effectiveOn }),
  ).toEqual({ uscc: NEW, identifiers: [{ kind: 'USCC', value: OLD, validTo: '2020-04-30' }] })
  expect(reissuedIdentifier({ uscc: OLD, identifiers: [REG] }, { replaced: REG, issued: OTHER, effectiveOn })).toEqual({
    uscc: OLD,
    identifiers: [
      { ...REG, validTo: '2020-04-30' },
      { ...OTHER, validFrom: effectiveOn },
    ],
  })
})

test.each([
  ['has ended already', { identifiers: [{ ...REG, validTo: '2010-01-01' }] }, { replaced: REG, issued: OTHER }, '停用'],
  [
    'begins no earlier',
    { identifiers: [{ ...REG, validFrom: effectiveOn }] },
    { replaced: REG, issued: OTHER },
    '启用',
  ],
  ['is a code, for no code', { uscc: OLD }, { replaced: { kind: 'USCC', value: OLD }, issued: OTHER }, '同种'],
  ['is not its own', { identifiers: [] }, { replaced: REG, issued: OTHER }, '没有'],
] as const)('a number that %s is not replaced', (_, subject, reissue, reason) => {
  expect(reissuedIdentifier(subject, { ...reissue, effectiveOn })).toEqual({ refusal: expect.stringContaining(reason) })
})
