import { checkUscc } from '@hub/schema/identifiers/uscc'
import { describe, expect, test } from 'vitest'
import { demoEnterprise } from './demoEnterprise.ts'
import { demoFiles } from './demoFiles.ts'
import { DemoRandom } from './demoRandom.ts'
import { demoRows } from './writeDemoFiles.ts'

const scale = { enterprises: 500, seed: 7 }
const enterprises = Array.from({ length: scale.enterprises }, (_, index) =>
  demoEnterprise(DemoRandom.of(scale.seed, index + 1, 0), index + 1),
)

describe('the invented world', () => {
  test('is the same for the same seed and another for another', () => {
    for (const file of demoFiles) {
      const text = (seed: number) => JSON.stringify([...demoRows(file, { ...scale, seed })])
      expect(text(7)).toBe(text(7))
      expect(text(7)).not.toBe(text(8))
    }
  })

  test('has valid codes, each once, and names nobody can take for a real firm', () => {
    expect(enterprises.every(({ uscc }) => checkUscc(uscc).outcome === 'VALID')).toBe(true)
    expect(new Set(enterprises.map(({ uscc }) => uscc)).size).toBe(scale.enterprises)
    expect(enterprises.every(({ name }) => name.startsWith('演示') && name.includes('虚构'))).toBe(true)
  })

  test('has records in every family, over more than ten years, and contradictions to find', () => {
    for (const file of demoFiles) expect([...demoRows(file, scale)].length, file.family).toBeGreaterThan(5)
    const rowsOf = (family: string) =>
      demoFiles.filter((file) => file.family === family).flatMap((file) => [...demoRows(file, scale)])
    const years = new Set(rowsOf('penalties').map(({ decidedOn }) => String(decidedOn).slice(0, 4)))
    expect(years.size).toBeGreaterThan(10)
    const black = new Set(rowsOf('list-entries').map(({ subjectUscc }) => subjectUscc))
    expect(rowsOf('red-list-entries').some(({ subjectUscc }) => black.has(subjectUscc))).toBe(true)
  })
})
