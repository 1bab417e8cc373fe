import { headingKey } from '@hub/schema/formats/headingKey'
import type { HeadingRule } from '@hub/schema/formats/headingRule'

/** Headings of a receipt's columns; the first of them that a row has counts. */
export const receiptColumns = {
  row: ['行号', '序号'],
  outcome: ['结果', '处理结果'],
  reason: ['原因', '错误原因'],
} as const

const known: ReadonlySet<string> = new Set(Object.values(receiptColumns).flat())
const isHeading = (text: string): boolean => known.has(headingKey(text))

/** Where both 行号 and 结果 stand, whatever a platform writes beside them. */
export const receiptHeadings: HeadingRule = {
  isHeading,
  isLine: (own, joined) => {
    const keys: ReadonlySet<string> = new Set(joined.map(headingKey))
    const { row, outcome } = receiptColumns
    return own.some(isHeading) && [row, outcome].every((names) => names.some((name) => keys.has(name)))
  },
}
