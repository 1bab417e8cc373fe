import { GraphQLError } from 'graphql'
import type { RecordFamily } from '../family/recordFamily.ts'
import { decodeCursor, type KeysetOrder, type KeysetPosition } from './keysetCursor.ts'

/** The largest page (architecture, section 6). */
export const MAX_PAGE = 200
const DEFAULT_PAGE = 20

/** Arguments that every list field takes, as GraphQL hands them over. */
export interface ListArguments {
  filter?: Record<string, unknown> | null
  orderBy?: { field: string; direction: 'ASC' | 'DESC' } | null
  first?: number | null
  after?: string | null
  asOf?: Date | null
}

/** The page a list field was asked for. */
export interface PageRequest {
  first: number
  order: KeysetOrder
  after: KeysetPosition | undefined
  asOf: Date | undefined
}

/**
 * The size of a page.
 * @throws GraphQLError BAD_USER_INPUT outside 1…200
 */
export function pageSize(first: number | null | undefined): number {
  const size = first ?? DEFAULT_PAGE
  if (size >= 1 && size <= MAX_PAGE) return size
  throw new GraphQLError(
    `first 须在 1 至 ${MAX_PAGE} 之间，得到 ${size} / must be from 1 to ${MAX_PAGE}, not ${size}`,
    { extensions: { code: 'BAD_USER_INPUT' } },
  )
}

/**
 * Reads a list field's arguments for a family.
 * @throws GraphQLError BAD_USER_INPUT for a page size outside 1…200 or a cursor of another list
 */
export function pageRequest(family: RecordFamily, { orderBy, first, after, asOf }: ListArguments): PageRequest {
  const size = pageSize(first)
  const { field, direction } = orderBy ?? family.defaultOrder
  const order = { path: family.orders[field] ?? 'recordId', direction }
  return {
    first: size,
    order,
    after: after === null || after === undefined ? undefined : decodeCursor(order, after),
    asOf: asOf ?? undefined,
  }
}
