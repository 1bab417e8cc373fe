import type { DemoEnterprise } from './demoEnterprise.ts'
import type { DemoRandom } from './demoRandom.ts'

/** One row as a division would report it: its subject as written on paper, and the family's fields by their schema names. */
export type DemoRow = Record<string, unknown>

/** The rows of one family about one enterprise; none where the family does not concern it. */
export type DemoFamily = (random: DemoRandom, enterprise: DemoEnterprise) => DemoRow[]

/** The columns that name the subject of a row. */
export function subjectColumns({ name, uscc }: DemoEnterprise): DemoRow {
  return { subjectName: name, subjectUscc: uscc }
}

/** So many rows, each by its number from 1. */
export function rows(count: number, row: (number: number) => DemoRow): DemoRow[] {
  return Array.from({ length: count }, (_, index) => row(index + 1))
}

/** A document number in the bureau's invented series: word, year, serial of five digits. */
export function documentNo(word: string, date: string, serial: number): string {
  return `演示${word}〔${date.slice(0, 4)}〕${String(serial).padStart(5, '0')}号`
}
