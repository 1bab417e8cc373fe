import { HubError } from '@hub/schema/errors/HubError'
import type { z } from 'zod'

/** A place in a list as opaque text. */
export function encodeCursor(place: readonly unknown[]): string {
  return Buffer.from(JSON.stringify(place)).toString('base64url')
}

/**
 * Reads a cursor back.
 * @param shape what a place of this list looks like
 * @throws HubError BAD_USER_INPUT for text that is no cursor of this list
 */
export function decodeCursor<Place>(shape: z.ZodType<Place>, cursor: string | null | undefined): Place | undefined {
  if (cursor === null || cursor === undefined) return undefined
  try {
    return shape.parse(JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8')))
  } catch {
    throw new HubError(
      'BAD_USER_INPUT',
      '游标无效：请使用同一查询上一页返回的 endCursor / no cursor of this query: use the endCursor of its page before',
    )
  }
}
