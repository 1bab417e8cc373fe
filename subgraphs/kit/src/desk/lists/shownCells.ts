/** Cells as GraphQL's RowCell; nested values as the JSON they were written in. */
export function shownCells(cells: Record<string, unknown>): { heading: string; text: string }[] {
  return Object.entries(cells).map(([heading, cell]) => ({
    heading,
    text: typeof cell === 'string' ? cell : (JSON.stringify(cell) ?? ''),
  }))
}
