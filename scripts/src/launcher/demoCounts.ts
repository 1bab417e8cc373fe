import { divisions } from '@hub/schema/divisions/divisions'
import type { ImportReceipt } from '../imports/importReceipt.ts'

const OUTCOMES = [
  ['新增', 'created'],
  ['疑问', 'doubtful'],
  ['未关联', 'unlinked'],
  ['重复', 'duplicate'],
] as const

/** What became of imported rows, by division: one line for each that reported any. */
export function demoCounts(receipts: readonly ImportReceipt[]): string[][] {
  return divisions.flatMap(({ name, chineseName }) => {
    const own = receipts.filter(({ division }) => division === name)
    const sums = OUTCOMES.map(([title, outcome]) => {
      const sum = own.reduce((total, receipt) => total + receipt[outcome], 0)
      return `${title} ${sum}`
    })
    return own.length === 0 ? [] : [[`  ${chineseName}`, name, ...sums]]
  })
}
