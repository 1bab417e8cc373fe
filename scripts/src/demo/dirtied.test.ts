import { checkUscc } from '@hub/schema/identifiers/uscc'
import { describe, expect, test } from 'vitest'
import { demoFiles } from './demoFiles.ts'
import { demoRows } from './writeDemoFiles.ts'

const scale = { enterprises: 2_000, seed: 7 }
const rowsOf = (family: string) =>
  demoFiles.filter((file) => file.family === family).flatMap((file) => [...demoRows(file, scale)])
const share = (part: number, whole: readonly unknown[]) => part / whole.length

describe('dirty rows of the invented world', () => {
  test('are a few of a hundred: mistyped, without a sure subject, twice', () => {
    const penalties = rowsOf('penalties')
    const invalid = penalties.filter(
      ({ subjectUscc, decidedOn }) =>
        decidedOn === '2021-02-30' || (subjectUscc && checkUscc(String(subjectUscc)).outcome === 'INVALID'),
    )
    const byName = penalties.filter(({ subjectUscc }) => subjectUscc === undefined)
    const once = new Set(penalties.map((row) => JSON.stringify(row)))
    for (const part of [invalid.length, byName.length * 4, penalties.length - once.size]) {
      expect(share(part, penalties)).toBeGreaterThan(0.004)
      expect(share(part, penalties)).toBeLessThan(0.05)
    }
  })

  test('the registry has every enterprise as it is, and mistyped ones beside', () => {
    const registry = rowsOf('registry')
    const good = registry.filter(({ uscc }) => checkUscc(String(uscc)).outcome === 'VALID')
    expect(new Set(good.map(({ uscc }) => uscc)).size).toBe(scale.enterprises)
    expect(good.length).toBeGreaterThan(scale.enterprises)
    expect(registry.length).toBeGreaterThan(good.length)
  })

  test('some are reported after all others, as they are', () => {
    const serials = rowsOf('registry').length
    const filings = rowsOf('liquor-filings').map(({ filingNo }) => Number(String(filingNo).match(/(\d+)号/)?.[1]))
    const late = filings.filter((serial, index) => serial < Math.max(...filings.slice(0, index), 0))
    expect(share(late.length, filings)).toBeGreaterThan(0.01)
    expect(share(late.length, filings)).toBeLessThan(0.06)
    expect(serials).toBeGreaterThan(0)
  })
})
