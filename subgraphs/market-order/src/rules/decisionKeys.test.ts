import { describe, expect, test } from 'vitest'
import { decisionKeys } from './decisionKeys.ts'

const decision = { authority: '虚构市商务局', authorityUscc: '11410100MB0000019Y', docNo: '虚商罚（2021）1号' }
const shared = (a: string[], b: string[]) => a.some((key) => b.includes(key))

describe('decisionKeys', () => {
  test('an old row that knows the authority by name only is the same decision', () => {
    const { authority, docNo } = decision
    const old = decisionKeys('penalty', { authority, docNo: '虚商罚〔2021〕1 号' }, 'S1')
    expect(shared(old, decisionKeys('penalty', decision, 'S1'))).toBe(true)
    expect(shared(old, decisionKeys('penalty', { authority, docNo }, 'S1'))).toBe(true)
  })

  test.each([
    ['another subject', decisionKeys('penalty', decision, 'S2')],
    ['another kind of decision', decisionKeys('permit', decision, 'S1')],
    ['another number', decisionKeys('penalty', { ...decision, docNo: '虚商罚（2021）11号' }, 'S1')],
    [
      'another authority',
      decisionKeys('penalty', { ...decision, authority: '虚构区商务局', authorityUscc: null }, 'S1'),
    ],
  ])('%s is another decision', (_, other) => {
    expect(shared(decisionKeys('penalty', decision, 'S1'), other)).toBe(false)
  })
})
