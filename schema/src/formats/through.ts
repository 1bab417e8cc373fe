import { pipeline, type Transform } from 'node:stream'

/** What comes out of a transform that is fed from a source; errors of either end the reading, and leaving it ends both. */
export function through<Item>(source: AsyncIterable<unknown>, transform: Transform): AsyncIterable<Item> {
  // The reader of the transform gets the error; the callback only keeps it from being thrown a second time.
  pipeline(source, transform, () => undefined)
  return transform
}
