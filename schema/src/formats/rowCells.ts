/** The cells of a row before any is added; headings come from files, so none may mean something to JavaScript. */
export function noCells(): Record<string, unknown> {
  return Object.create(null)
}

/** Adds what stands under a heading; under one that comes several times, the different texts become a list. */
export function addCell(cells: Record<string, unknown>, heading: string, text: string): void {
  const present = cells[heading]
  if (present === undefined || present === '') cells[heading] = text
  else if (text === '' || present === text) return
  else if (Array.isArray(present)) present.push(text)
  else cells[heading] = [present, text]
}
