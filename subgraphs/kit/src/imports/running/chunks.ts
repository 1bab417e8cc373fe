/** Joins groups into chunks of at least `size` items, the last one as it comes. */
export async function* chunks<Item>(groups: AsyncIterable<Item[]>, size: number): AsyncGenerator<Item[]> {
  let chunk: Item[] = []
  for await (const group of groups) {
    chunk.push(...group)
    if (chunk.length < size) continue
    yield chunk
    chunk = []
  }
  if (chunk.length > 0) yield chunk
}
