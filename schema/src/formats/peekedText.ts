/** Reads at least so many characters ahead, fewer where the text is shorter, and gives the whole text back beside them. */
export async function peekedText(
  text: AsyncIterable<string>,
  length: number,
): Promise<{ start: string; all: AsyncGenerator<string> }> {
  const iterator = text[Symbol.asyncIterator]()
  let start = ''
  while (start.length < length) {
    const { done, value } = await iterator.next()
    if (done === true) break
    start += value
  }
  return { start, all: rejoined(start, iterator) }
}

async function* rejoined(start: string, iterator: AsyncIterator<string>): AsyncGenerator<string> {
  try {
    if (start !== '') yield start
    for (let next = await iterator.next(); next.done !== true; next = await iterator.next()) yield next.value
  } finally {
    await iterator.return?.()
  }
}
