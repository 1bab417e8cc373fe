/** Columns a text takes in a terminal, where Chinese characters take two. */
export function displayWidth(text: string): number {
  let width = 0
  for (const character of text) width += /[ᄀ-ᅟ⺀-꓏가-힣豈-﫿︰-﹏＀-｠￠-￦]/u.test(character) ? 2 : 1
  return width
}

/** Rows as aligned columns, two spaces apart; numbers to the right. */
export function textTable(rows: readonly (readonly (string | number)[])[]): string[] {
  const widths: number[] = []
  for (const row of rows) {
    for (const [column, cell] of row.entries()) {
      widths[column] = Math.max(widths[column] ?? 0, displayWidth(String(cell)))
    }
  }
  return rows.map((row) =>
    row
      .map((cell, column) => {
        const padding = ' '.repeat((widths[column] ?? 0) - displayWidth(String(cell)))
        return typeof cell === 'number' ? padding + cell : cell + padding
      })
      .join('  ')
      .trimEnd(),
  )
}
