import { describe, expect, test } from 'vitest'
import { CallPolicy } from './callPolicy.ts'
import { DivisionFailure } from './divisionCall.ts'
import { defaultExecutionSettings, type ExecutionSettings } from './executionSettings.ts'

const policyWith = (settings: Partial<ExecutionSettings> = {}): CallPolicy =>
  new CallPolicy('trade', { ...defaultExecutionSettings, ...settings })
const out = (mayRetry = false): DivisionFailure =>
  new DivisionFailure('trade', 'HUB_DIVISION_UNAVAILABLE', 'refused', { mayRetry })
const failing =
  (mayRetry = false) =>
  async (): Promise<never> => {
    throw out(mayRetry)
  }
const never = { breaker: { ...defaultExecutionSettings.breaker, minimumCalls: 1_000_000 } }
const codeOf = (call: Promise<unknown>): Promise<string> =>
  call.then(
    () => 'OK',
    (error: DivisionFailure) => error.code,
  )

describe('retries', () => {
  test('are made at most as often as is set, for queries only, and after what may be retried only', async () => {
    let calls = 0
    const counted = (mayRetry: boolean) => () => {
      calls += 1
      return failing(mayRetry)()
    }
    const callsOf = async (mayRetry: boolean, repeatable: boolean) => {
      calls = 0
      await codeOf(policyWith(never).run(counted(mayRetry), repeatable))
      return calls
    }
    expect(await callsOf(true, true)).toBe(3)
    expect(await callsOf(true, false)).toBe(1)
    expect(await callsOf(false, true)).toBe(1)
  })

  test('of many calls that fail stay within the budget', async () => {
    const policy = policyWith({ ...never, concurrentCalls: 1_000 })
    let calls = 0
    const call = () => {
      calls += 1
      return failing(true)()
    }
    await Promise.all(Array.from({ length: 300 }, () => codeOf(policy.run(call, true))))
    // What may come at once, and 10 % of the calls.
    expect(calls - 300).toBeGreaterThan(0)
    expect(calls - 300).toBeLessThanOrEqual(10 + 30)
  })
})

describe('the bulkhead', () => {
  test('lets so many under way and so many wait, and refuses what is more without holding it against the division', async () => {
    const policy = policyWith({ concurrentCalls: 2, waitingCalls: 1, breaker: { ...never.breaker, minimumCalls: 1 } })
    const ends: (() => void)[] = []
    const call = () => new Promise<void>((resolve) => void ends.push(resolve))
    const calls = Array.from({ length: 6 }, () => codeOf(policy.run(call, false)))
    const refused = await Promise.all(calls.slice(3))
    expect(refused).toEqual(['HUB_DIVISION_BUSY', 'HUB_DIVISION_BUSY', 'HUB_DIVISION_BUSY'])
    expect(ends).toHaveLength(2)
    expect(policy.breakerState).toBe('closed')
    ends[0]?.()
    await expect.poll(() => ends.length).toBe(3)
    for (const end of ends) end()
    expect(await Promise.all(calls.slice(0, 3))).toEqual(['OK', 'OK', 'OK'])
  })
})

describe('the breaker', () => {
  const breaker = { windowMillis: 60_000, minimumCalls: 20, failureShare: 0.5, trialCalls: 5, pauseMillis: 60 }
  const well = async (): Promise<void> => {}
  const pause = () => new Promise((resolve) => setTimeout(resolve, breaker.pauseMillis + 20))

  async function after(wells: number, failures: number): Promise<CallPolicy> {
    const policy = policyWith({ breaker })
    for (let at = 0; at < wells; at += 1) await policy.run(well, false)
    for (let at = 0; at < failures; at += 1) await codeOf(policy.run(failing(), false))
    return policy
  }

  test.each([
    [0, 19, 'closed'],
    [0, 20, 'open'],
    [15, 14, 'closed'],
    [10, 14, 'open'],
  ])('after %d calls that went well and %d that failed is %s', async (wells, failures, state) => {
    expect((await after(wells, failures)).breakerState).toBe(state)
  })

  test('lets nothing through while it is open, then one call, which decides', async () => {
    const policy = await after(0, 20)
    let calls = 0
    const counted = async (): Promise<void> => {
      calls += 1
    }
    expect(await codeOf(policy.run(counted, true))).toBe('HUB_DIVISION_UNAVAILABLE')
    expect(calls).toBe(0)
    await pause()
    await codeOf(policy.run(failing(), false))
    expect(policy.breakerState).toBe('open')
    await pause()
    expect(await codeOf(policy.run(counted, true))).toBe('OK')
    expect(policy.breakerState).toBe('closed')
  })

  test('opens again with the first of the next calls that fails', async () => {
    const policy = await after(0, 20)
    await pause()
    for (let at = 0; at < breaker.trialCalls - 1; at += 1) await policy.run(well, false)
    await codeOf(policy.run(failing(), false))
    expect(policy.breakerState).toBe('open')
    await pause()
    for (let at = 0; at < breaker.trialCalls; at += 1) await policy.run(well, false)
    await codeOf(policy.run(failing(), false))
    expect(policy.breakerState).toBe('closed')
  })

  test('counts nothing against a division that the client did', async () => {
    const policy = policyWith({ breaker })
    const cancelled = async (): Promise<never> => {
      throw new Error('cancelled')
    }
    for (let at = 0; at < 40; at += 1) await policy.run(cancelled, false).catch(() => undefined)
    expect(policy.breakerState).toBe('closed')
  })
})
