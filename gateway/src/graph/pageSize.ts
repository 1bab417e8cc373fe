import { HubError } from '@hub/schema/errors/HubError'

/** The largest page (architecture, section 6). */
const MAX_PAGE = 200

/**
 * The size of a page.
 * @throws HubError BAD_USER_INPUT outside 1…200
 */
export function pageSize(first: number | null | undefined): number {
  const size = first ?? 20
  if (size >= 1 && size <= MAX_PAGE) return size
  throw new HubError(
    'BAD_USER_INPUT',
    `first 须在 1 至 ${MAX_PAGE} 之间，得到 ${size} / must be from 1 to ${MAX_PAGE}, not ${size}`,
  )
}
