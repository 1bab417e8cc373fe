/**
 * Takes the items of a source through `work`, one after the other, while the next is already being read. Reading waits
 * for working, so no more than two items are held; the first failure of either ends both.
 */
export async function overlapped<Item>(
  source: AsyncIterable<Item>,
  work: (item: Item) => Promise<void>,
): Promise<void> {
  let atWork: Promise<void> = Promise.resolve()
  try {
    for await (const item of source) {
      await atWork
      atWork = work(item)
      // Awaited on the next turn; until then a failure must not count as unhandled.
      atWork.catch(() => undefined)
    }
  } finally {
    await atWork
  }
}
