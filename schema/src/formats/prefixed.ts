/** Looks at the first bytes of a stream without losing them; fewer where the stream is shorter. */
export async function prefixed(
  bytes: AsyncIterable<Uint8Array>,
  length: number,
): Promise<{ prefix: Uint8Array; all: AsyncIterable<Uint8Array> }> {
  const iterator = bytes[Symbol.asyncIterator]()
  const seen: Uint8Array[] = []
  let size = 0
  while (size < length) {
    const { done, value } = await iterator.next()
    if (done === true) break
    seen.push(value)
    size += value.length
  }
  const prefix = Buffer.concat(seen)
  return { prefix, all: rejoined(prefix, iterator) }
}

async function* rejoined(prefix: Uint8Array, iterator: AsyncIterator<Uint8Array>): AsyncGenerator<Uint8Array> {
  try {
    if (prefix.length > 0) yield prefix
    for (let next = await iterator.next(); next.done !== true; next = await iterator.next()) yield next.value
  } finally {
    await iterator.return?.()
  }
}
