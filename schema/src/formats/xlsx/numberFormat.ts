/** How a number is shown, as far as that changes what it says. */
export type NumberFormat =
  | { is: 'PLAIN' }
  | { is: 'DATE' }
  | { is: 'PERCENT' }
  /** Digits that are filled with zeros on the left, as codes are. */
  | { is: 'ZEROS'; width: number }

const PLAIN: NumberFormat = { is: 'PLAIN' }

/** Built-in formats that show dates or times, with those of Chinese editions (ECMA-376 part 1, 18.8.30); 46 is a duration. */
const DATE_IDS: readonly [number, number][] = [
  [14, 22],
  [27, 36],
  [45, 45],
  [47, 47],
  [50, 58],
]
const PERCENT_IDS = [9, 10]

/**
 * The format with a number.
 * @param codes codes of the workbook's own formats
 */
export function numberFormat(id: number, codes: ReadonlyMap<number, string>): NumberFormat {
  const code = codes.get(id)
  if (code !== undefined) return formatOfCode(code)
  if (DATE_IDS.some(([first, last]) => first <= id && id <= last)) return { is: 'DATE' }
  return PERCENT_IDS.includes(id) ? { is: 'PERCENT' } : PLAIN
}

/** What a format code such as `yyyy"年"m"月"d"日"` shows; the section for positive numbers counts. */
export function formatOfCode(code: string): NumberFormat {
  // Literals go first: they may hold letters and semicolons that mean nothing.
  const bare = code.replaceAll(/"[^"]*"|\\.|_.|\*./g, '')
  const section = bare.split(';')[0] ?? ''
  if (/\[(h+|m+|s+)\]/i.test(section)) return PLAIN
  const shown = section.replaceAll(/\[[^\]]*\]/g, '').replaceAll(/general/gi, '')
  if (/[ymdhs]/i.test(shown)) return { is: 'DATE' }
  if (shown.includes('%')) return { is: 'PERCENT' }
  const [zeros] = /^0{2,}$/.exec(shown.trim()) ?? []
  return zeros === undefined ? PLAIN : { is: 'ZEROS', width: zeros.length }
}
