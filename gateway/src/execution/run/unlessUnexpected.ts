/** Thrown by a parser that reads only what it knows, where it meets anything else. */
export class Unexpected extends Error {}

/** What such a parser reads; undefined where it met something else, or what is no JSON. */
export function unlessUnexpected<Value>(read: () => Value): Value | undefined {
  try {
    return read()
  } catch (error) {
    if (error instanceof Unexpected || error instanceof SyntaxError) return undefined
    throw error
  }
}
