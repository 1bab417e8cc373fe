import { type Connection, connectionOf } from './connectionOf.ts'
import { encodeCursor } from './opaqueCursor.ts'

export interface ForwardPage<Found, Node> {
  readonly size: number
  /** Whether it comes after a cursor. */
  readonly isFurther: boolean
  /** By what what follows one is found again. */
  readonly placeOf: (one: Found) => Parameters<typeof encodeCursor>[0]
  readonly told: (one: Found) => Node
}

/** A connection of what was found after a cursor. @param found one more than the page holds, where there is more */
export function forwardPage<Found, Node>(
  found: readonly Found[],
  { size, isFurther, placeOf, told }: ForwardPage<Found, Node>,
): Connection<Node> {
  const page = found.slice(0, size)
  return connectionOf({
    nodes: page.map(told),
    cursors: page.map((one) => encodeCursor(placeOf(one))),
    hasNextPage: found.length > size,
    hasPreviousPage: isFurther,
  })
}
