import { expect, test } from 'vitest'
import { Cancellation } from '../../execution/divisions/cancellation.ts'
import { type AskHead, ChangeWatch } from './changeWatch.ts'

const divisions = ['trade'] as const

/** A division that answers as soon as there is something to tell, like the real one. */
class Heads {
  asked = 0
  failing = false
  private head = 0
  private tell: (() => void) | undefined

  readonly ask: AskHead = async ({ after, waitMillis }, cancellation) => {
    this.asked += 1
    if (this.failing) throw new Error('out')
    if (this.head <= after && waitMillis > 0)
      await new Promise<void>((resolve) => {
        this.tell = resolve
        cancellation.add(resolve)
      })
    return this.head
  }

  commit(): void {
    this.head += 1
    this.tell?.()
  }
}

test('a thousand who wait cost one question, and are told of one commit', async () => {
  const heads = new Heads()
  const watch = new ChangeWatch(heads.ask)
  const waiting = Array.from({ length: 1_000 }, () => watch.beyond({}, { divisions, millis: 20_000 }))
  await expect.poll(() => heads.asked).toBe(2)
  heads.commit()
  expect(new Set(await Promise.all(waiting))).toEqual(new Set([true]))
  expect(heads.asked).toBe(2)
  watch.close()
})

test('what is known is told without a question; whoever knows it waits', async () => {
  const heads = new Heads()
  heads.commit()
  const watch = new ChangeWatch(heads.ask)
  expect(await watch.beyond({}, { divisions, millis: 20_000 })).toBe(true)
  const { asked } = heads
  expect(await watch.beyond({ trade: 0 }, { divisions, millis: 20_000 })).toBe(true)
  expect(await watch.beyond({ trade: 1 }, { divisions, millis: 0 })).toBe(false)
  expect(heads.asked).toBe(asked)
  expect(await watch.beyond({ trade: 1 }, { divisions, millis: 50 })).toBe(false)
  watch.close()
})

test('a wait ends when it is cancelled or the hub stops', async () => {
  const watch = new ChangeWatch(new Heads().ask)
  const cancellation = new Cancellation()
  const waiting = [undefined, cancellation].map((own) =>
    watch.beyond({}, { divisions, millis: 20_000, cancellation: own }),
  )
  cancellation.cancel()
  expect(await waiting[1]).toBe(false)
  watch.close()
  expect(await waiting[0]).toBe(false)
})

test('a division that is out is asked again, after pauses that grow', async () => {
  const heads = new Heads()
  heads.failing = true
  const watch = new ChangeWatch(heads.ask)
  const waiting = watch.beyond({}, { divisions, millis: 20_000 })
  await new Promise((resolve) => setTimeout(resolve, 700))
  expect(heads.asked).toBeLessThanOrEqual(3)
  heads.failing = false
  heads.commit()
  expect(await waiting).toBe(true)
  watch.close()
})
