import type { StoredRecord } from '../family/recordEnvelope.ts'
import { encodeCursor, type KeysetOrder, type KeysetPosition } from './keysetCursor.ts'

/** A page of records in the shape of the Relay cursor connections specification; `totalCount` is asked only when selected. */
export interface RecordConnection {
  edges: { cursor: string; node: StoredRecord }[]
  nodes: StoredRecord[]
  pageInfo: { hasNextPage: boolean; hasPreviousPage: boolean; startCursor: string | null; endCursor: string | null }
  totalCount: () => number | Promise<number>
}

/** Makes a connection of a page that was read with one record more than wanted, to know whether another page follows. */
export function recordConnection(
  found: readonly StoredRecord[],
  { first, order, after }: { first: number; order: KeysetOrder; after: KeysetPosition | undefined },
  totalCount: () => number | Promise<number>,
): RecordConnection {
  const nodes = found.slice(0, first)
  const edges = nodes.map((node) => ({ node, cursor: encodeCursor(order, positionOf(order, node)) }))
  return {
    edges,
    nodes,
    pageInfo: {
      hasNextPage: found.length > first,
      hasPreviousPage: after !== undefined,
      startCursor: edges[0]?.cursor ?? null,
      endCursor: edges.at(-1)?.cursor ?? null,
    },
    totalCount,
  }
}

/** Where a record stands in an order; the path may lead into nested values. */
export function positionOf(order: KeysetOrder, record: StoredRecord): KeysetPosition {
  const value = order.path
    .split('.')
    .reduce<unknown>((inner, name) => (inner as Record<string, unknown> | undefined)?.[name], record)
  return { value: (value ?? null) as KeysetPosition['value'], recordId: record.recordId }
}
