/**
 * Takes each item of a source through `work`, with at most `width` at work while the next is being read: reading waits
 * for working, so memory stays flat. The first failure stops the reading; what is at work then is waited for.
 */
export async function overlapped<Item>(
  source: AsyncIterable<Item>,
  width: number,
  work: (item: Item) => Promise<void>,
): Promise<void> {
  const atWork = new Set<Promise<void>>()
  let failure: { error: unknown } | undefined
  for await (const item of source) {
    const working = work(item)
      .catch((error: unknown) => {
        failure ??= { error }
      })
      .finally(() => atWork.delete(working))
    atWork.add(working)
    if (atWork.size >= width) await Promise.race(atWork)
    if (failure !== undefined) break
  }
  await Promise.all(atWork)
  if (failure !== undefined) throw failure.error
}
