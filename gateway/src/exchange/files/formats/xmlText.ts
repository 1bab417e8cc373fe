const escapes: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  '\r': '&#13;',
}

/** Text for the inside of an element or attribute; a carriage return would be read as a line feed (XML 1.0, 2.11). */
export function escapedXml(text: string): string {
  return text.replaceAll(/[&<>"\r]/g, (character) => escapes[character] ?? character)
}

/** The rows of a form as `<ROWDATA><ROW><CF_WSH>…`, one element a column; empty ones are there too. */
export async function* xmlText(
  codes: readonly string[],
  rows: AsyncIterable<readonly string[]> | Iterable<readonly string[]>,
): AsyncGenerator<string> {
  yield '<?xml version="1.0" encoding="UTF-8"?>\n<ROWDATA>\n'
  for await (const row of rows) {
    const items = codes.map((code, index) => `<${code}>${escapedXml(row[index] ?? '')}</${code}>`)
    yield `<ROW>${items.join('')}</ROW>\n`
  }
  yield '</ROWDATA>\n'
}
