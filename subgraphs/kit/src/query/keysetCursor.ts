import { GraphQLError } from 'graphql'
import type { Condition } from './fieldFilter.ts'

/** An order over stored documents: a path, a direction; ties break by `recordId`, or by another path that is unique. */
export interface KeysetOrder {
  path: string
  direction: 'ASC' | 'DESC'
  tiedBy?: string
}

/** The place of one record in an order. `value` is null where the record has none at the path. */
export interface KeysetPosition {
  value: string | number | boolean | Date | null
  recordId: string
}

/** A position as opaque text; it names its order, so that it is refused under another one. */
export function encodeCursor(order: KeysetOrder, position: KeysetPosition): string {
  const value = position.value instanceof Date ? { date: position.value.toISOString() } : position.value
  return Buffer.from(JSON.stringify([order.path, order.direction, value, position.recordId])).toString('base64url')
}

/**
 * Reads a cursor back.
 * @throws GraphQLError BAD_USER_INPUT for text that is no cursor, or one of another order.
 */
export function decodeCursor(order: KeysetOrder, cursor: string): KeysetPosition {
  const parts = parseArray(cursor)
  const [path, direction, value, recordId] = parts ?? []
  if (path !== order.path || direction !== order.direction || typeof recordId !== 'string') throw badCursor()
  if (value === null || typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') {
    return { value, recordId }
  }
  const date = new Date(String((value as { date?: unknown } | undefined)?.date))
  if (Number.isNaN(date.getTime())) throw badCursor()
  return { value: date, recordId }
}

/** The records that come after a position. Records without a value sort first ascending and last descending, as MongoDB has it. */
export function afterPosition(order: KeysetOrder, { value, recordId }: KeysetPosition): Condition {
  const { path, direction, tiedBy = 'recordId' } = order
  const tie = { [path]: value, [tiedBy]: direction === 'ASC' ? { $gt: recordId } : { $lt: recordId } }
  if (value === null) return direction === 'ASC' ? { $or: [tie, { [path]: { $ne: null } }] } : tie
  return direction === 'ASC'
    ? { $or: [{ [path]: { $gt: value } }, tie] }
    : { $or: [{ [path]: { $lt: value } }, { [path]: null }, tie] }
}

/** Whether a position comes after another in an order: the same answer as `afterPosition`, for records already read. */
export function isAfter({ direction }: KeysetOrder, mark: KeysetPosition, position: KeysetPosition): boolean {
  const comparison = compareValues(position.value, mark.value) || compareValues(position.recordId, mark.recordId)
  return direction === 'ASC' ? comparison > 0 : comparison < 0
}

/** MongoDB's sort for an order. */
export function sortOf({ path, direction, tiedBy = 'recordId' }: KeysetOrder): Record<string, 1 | -1> {
  const step = direction === 'ASC' ? 1 : -1
  return { [path]: step, [tiedBy]: step }
}

function compareValues(a: KeysetPosition['value'], b: KeysetPosition['value']): number {
  if (a === null || b === null) return a === b ? 0 : a === null ? -1 : 1
  return a < b ? -1 : a > b ? 1 : a instanceof Date && b instanceof Date ? a.getTime() - b.getTime() : 0
}

function parseArray(cursor: string): unknown[] | undefined {
  try {
    const parsed: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'))
    return Array.isArray(parsed) ? parsed : undefined
  } catch {
    return undefined
  }
}

function badCursor(): GraphQLError {
  return new GraphQLError(
    '游标无效：请使用同一查询、同一排序上一页返回的 endCursor / no cursor of this query and order: use the endCursor of the page before',
    {
      extensions: { code: 'BAD_USER_INPUT' },
    },
  )
}
