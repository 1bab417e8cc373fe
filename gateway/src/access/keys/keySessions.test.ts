import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { KeySessions } from './keySessions.ts'

const HOUR = 3_600_000
const DAY = 24 * HOUR

function sessions(limits: Partial<ConstructorParameters<typeof KeySessions>[0]> = {}) {
  const time = { now: 1_000 * DAY }
  const all = { addresses: 2, windowMillis: HOUR, inFlight: 2, idleMillis: 90 * DAY, ...limits }
  return { time, use: new KeySessions(all, () => time.now) }
}

const refused = expect.objectContaining({ code: 'HUB_SESSION_LIMIT', status: 429 })

describe('a key', () => {
  test('is shown from so many addresses within the window, and from another one when an old one is forgotten', () => {
    const { time, use } = sessions()
    use.noteAddress('k', 'a')
    time.now += HOUR / 2
    use.noteAddress('k', 'b')
    expect(() => use.noteAddress('k', 'c')).toThrow(refused)
    use.noteAddress('other', 'c')
    time.now += HOUR / 2
    use.noteAddress('k', 'c')
    expect(() => use.noteAddress('k', 'a')).toThrow(
      expect.objectContaining({ headers: { 'retry-after': String(HOUR / 2_000) } }),
    )
  })

  test('an address that is used all the time is not forgotten, and never refused', () => {
    const { time, use } = sessions()
    for (let times = 0; times < 10; times++) {
      use.noteAddress('k', 'a')
      time.now += HOUR - 1
    }
    use.noteAddress('k', 'a')
    use.noteAddress('k', 'b')
    expect(() => use.noteAddress('k', 'c')).toThrow(refused)
  })

  test('has so many requests under way, whichever end first', () => {
    const steps = fc.array(fc.record({ begins: fc.boolean(), which: fc.nat(5) }), { maxLength: 40 })
    fc.assert(
      fc.property(steps, fc.integer({ min: 1, max: 4 }), (asked, inFlight) => {
        const { use } = sessions({ inFlight })
        const leaves: (() => void)[] = []
        for (const { begins, which } of asked) {
          if (!begins) leaves.splice(which % Math.max(1, leaves.length), 1)[0]?.()
          else if (leaves.length < inFlight) leaves.push(use.enter('k'))
          else expect(() => use.enter('k')).toThrow(refused)
        }
        use.enter('another')
      }),
    )
  })

  test('lapses when it was not used for so long, from its making on', () => {
    const { time, use } = sessions()
    const record = { createdAt: new Date(time.now) } as Parameters<typeof use.hasLapsed>[0]
    time.now += 90 * DAY
    expect(use.hasLapsed(record)).toBe(false)
    time.now += 1
    expect(use.hasLapsed(record)).toBe(true)
    expect(use.hasLapsed({ ...record, lastUsedAt: new Date(time.now - DAY) })).toBe(false)
    expect(use.hasLapsed(record, time.now - DAY)).toBe(false)
  })
})
