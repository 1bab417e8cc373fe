const LABEL = /^(本页|本表)?(合计|总计|小计|共计|累计)(金额|数)?:?(\d+[条家户项件笔个]?)?$/
const QUANTITY = /^([-+]?¥?[\d,.]+(%|万?元|[条家户项件笔个])?|-+|#.+)$/

/** Whether a line of a table is a sum (合计) and no record: its first text says so and nothing but quantities follows. */
export function isSumRow(cells: readonly string[]): boolean {
  const [label, ...others] = cells.map((cell) => cell.normalize('NFKC').replaceAll(/\s/g, '')).filter(Boolean)
  return label !== undefined && LABEL.test(label) && others.every((text) => QUANTITY.test(text))
}
