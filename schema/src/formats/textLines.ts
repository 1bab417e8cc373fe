/**
 * Cuts text into lines, the lines of a chunk together.
 * @param refuse makes the error for a line longer than `longest` characters
 */
export async function* textLines(
  text: AsyncIterable<string>,
  longest: number,
  refuse: (reason: string) => Error,
): AsyncGenerator<string[]> {
  let rest = ''
  for await (const chunk of text) {
    const lines = (rest + chunk).split(/\r\n|\n/)
    rest = lines.pop() ?? ''
    if (rest.length > longest) throw refuse(`单行超过 ${longest} 个字符`)
    if (lines.length > 0) yield lines
  }
  if (rest !== '') yield [rest]
}
