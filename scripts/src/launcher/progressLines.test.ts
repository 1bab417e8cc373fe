import { stripVTControlCharacters } from 'node:util'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { ProgressLines } from './progressLines.ts'

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

function output(isTTY = false) {
  const texts: string[] = []
  return { isTTY, texts, write: (text: string) => texts.push(text) }
}

const plain = (texts: readonly string[]) => stripVTControlCharacters(texts.join(''))

test('a quick step is one line', async () => {
  const out = output()
  await new ProgressLines(out).step(
    'database',
    async () => 'found',
    (outcome) => outcome,
  )
  expect(plain(out.texts)).toBe('✓ database found 0.0 s\n')
})

test('a step over two seconds says what it is about, and goes on saying so', async () => {
  const out = output()
  let finish = (): void => undefined
  const step = new ProgressLines(out).step('import', (say) => {
    say('100 rows')
    return new Promise<void>((resolve) => {
      finish = resolve
    })
  })
  await vi.advanceTimersByTimeAsync(1_999)
  expect(out.texts).toEqual([])
  await vi.advanceTimersByTimeAsync(10_001)
  expect(plain(out.texts)).toBe('… import 100 rows (2.0 s)\n… import 100 rows (12.0 s)\n')
  finish()
  await step
  expect(plain(out.texts)).toMatch(/✓ import 12\.0 s\n$/)
})

test('a step that fails says so and throws on', async () => {
  const out = output()
  const failing = new ProgressLines(out).step('database', () => Promise.reject(new Error('none')))
  await expect(failing).rejects.toThrow('none')
  expect(plain(out.texts)).toBe('✗ database\n')
})
