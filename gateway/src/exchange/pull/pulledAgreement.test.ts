import { describe, expect, test } from 'vitest'
import type { AgreementVersion } from '../agreements/exchangeAgreement.ts'
import { trialTerms } from '../agreements/testing/trialTerms.ts'
import { PullAgreements } from './pullAgreements.ts'
import { pulledAgreement } from './pulledAgreement.ts'

const today = '2026-11-28'

function versions(
  agreement: string,
  { decided = 'APPROVED', from = '2026-01-01', ...own }: Given = {},
): AgreementVersion[] {
  const terms = trialTerms({ mode: 'PULL', endpoint: undefined, secretIds: [], from })
  const at = new Date()
  const decision = decided === 'WAITS' ? null : { outcome: decided, by: '乙', at }
  const facts = { reason: '试验', proposedBy: '甲', proposedAt: at }
  return [{ _id: `${agreement}:1`, agreement, version: 1, kind: 'TERMS', terms, ...facts, decision, ...own }]
}

interface Given extends Partial<AgreementVersion> {
  readonly decided?: 'APPROVED' | 'REJECTED' | 'WAITS'
  readonly from?: string
}

/** The chosen agreement with its standing, or the code of the refusal. */
async function chosen(agreements: readonly AgreementVersion[][], named?: string, paused: readonly string[] = []) {
  const isPaused = async (id: string): Promise<boolean> => paused.includes(id)
  try {
    const agreement = await pulledAgreement(agreements, { named, isPaused, today })
    return agreement && `${agreement.id} ${agreement.standing}`
  } catch (error) {
    return (error as { code: string }).code
  }
}

const running = versions('a')
const other = versions('b')
const ended = versions('c', { kind: 'END' })
const waiting = versions('d', { decided: 'WAITS' })
const rejected = versions('e', { decided: 'REJECTED' })
const future = versions('f', { from: '2027-01-01' })

describe('without a name', () => {
  test.each([
    ['none', [], [], undefined],
    ['only what was never approved, or has not begun', [waiting, rejected, future], [], undefined],
    ['one in force', [running, waiting, ended], [], 'a IN_FORCE'],
    ['one in force beside one that is paused', [running, other], ['b'], 'a IN_FORCE'],
    ['several in force', [running, other], [], 'HUB_AGREEMENT_UNNAMED'],
    ['only one that is paused', [running], ['a'], 'HUB_AGREEMENT_NOT_IN_FORCE'],
    ['only one that has ended, for what is to be given up', [ended], [], 'c ENDED'],
    ['only one that has ended and is paused', [ended], ['c'], 'HUB_AGREEMENT_NOT_IN_FORCE'],
    ['one that has ended and one that is paused', [ended, running], ['a'], 'HUB_AGREEMENT_NOT_IN_FORCE'],
  ] as const)('%s', async (_, agreements, paused, expected) => {
    expect(await chosen(agreements, undefined, paused)).toBe(expected)
  })
})

describe('by name', () => {
  test.each([
    ['a', [], 'a IN_FORCE'],
    ['a', ['a'], 'HUB_AGREEMENT_NOT_IN_FORCE'],
    ['c', [], 'c ENDED'],
    ['d', [], 'HUB_AGREEMENT_NOT_IN_FORCE'],
    ['e', [], 'HUB_AGREEMENT_NOT_IN_FORCE'],
    ['f', [], 'HUB_AGREEMENT_NOT_IN_FORCE'],
    ['g', [], 'HUB_AGREEMENT_UNKNOWN'],
  ] as const)('%s, paused: %s', async (named, paused, expected) => {
    expect(await chosen([running, other, ended, waiting, rejected, future], named, paused)).toBe(expected)
  })
})

test("an agreement is its partner's, known by unit or name, and of a platform", async () => {
  const asked: string[] = []
  const agreements = new PullAgreements({
    agreements: {
      pulledBy: async (partner) => {
        asked.push(partner)
        return partner === '某平台' ? [running] : []
      },
    },
    ledger: undefined,
  })
  const of = (caller: object) => agreements.of({ caller: 'key-1', role: 'CREDIT_PLATFORM', ...caller }, 'a')
  expect(await of({ unit: '某平台' })).toMatchObject({ id: 'a' })
  expect(await of({ caller: '某平台' })).toMatchObject({ id: 'a' })
  const unknown = { code: 'HUB_AGREEMENT_UNKNOWN' }
  await expect(of({ unit: '别的平台' })).rejects.toMatchObject(unknown)
  await expect(of({ caller: '某平台', unit: '别的平台' })).rejects.toMatchObject(unknown)
  await expect(of({ unit: '某平台', role: 'INSPECTOR' })).rejects.toMatchObject(unknown)
  await expect(
    agreements.refuseBound({ caller: 'key-1', role: 'CREDIT_PLATFORM', unit: '某平台' }),
  ).rejects.toMatchObject({
    code: 'HUB_AGREEMENT_BINDS',
  })
  expect(new Set(asked)).toEqual(new Set(['某平台', '别的平台']))
})

test('who is bound by several, or by none that gives anything now, is refused in the same words where there is another way', async () => {
  for (const found of [
    [running, other],
    [ended, versions('g', { kind: 'END' })],
  ]) {
    const agreements = new PullAgreements({ agreements: { pulledBy: async () => found }, ledger: undefined })
    const caller = { caller: 'key-1', role: 'CREDIT_PLATFORM', unit: '某平台' } as const
    await expect(agreements.refuseBound(caller)).rejects.toMatchObject({ code: 'HUB_AGREEMENT_BINDS' })
  }
  const failing = new PullAgreements({
    agreements: { pulledBy: () => Promise.reject(new Error('out of order')) },
    ledger: undefined,
  })
  const asked = failing.refuseBound({ caller: '某平台', role: 'CREDIT_PLATFORM' })
  await expect(asked).rejects.toThrow('out of order')
})
