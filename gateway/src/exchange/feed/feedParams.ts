import { HubError } from '@hub/schema/errors/HubError'
import { z } from 'zod'
import { MOST_EVENTS } from './feedQuestion.ts'

/** Longest that a request for changes may wait for them. */
const LONGEST_WAIT_SECONDS = 30
const PAGE = 100

const names = z
  .string()
  .transform((text) => text.split(',').filter((name) => name !== ''))
  .optional()
const whole = (least: number, most: number) => z.coerce.number().int().min(least).max(most)

const params = z.strictObject({
  agreement: z.string().max(100).optional(),
  after: z.string().optional(),
  divisions: names,
  families: names,
  subjects: names,
  first: whole(1, MOST_EVENTS).default(PAGE),
  snapshot: z.enum(['true', 'false']).default('false'),
  wait: whole(0, LONGEST_WAIT_SECONDS).default(0),
})

/** What `/feed` is asked for. */
export type FeedParams = Omit<z.output<typeof params>, 'snapshot'> & { readonly snapshot: boolean }

/**
 * Reads the query parameters of `/feed`: `agreement`, `after`, `divisions`, `families` and `subjects` (lists separated by commas), `first`
 * 1-500, `snapshot`, `wait` 0-30 seconds. A name that there is not is refused, as a misspelt filter would let everything through.
 * @throws HubError BAD_USER_INPUT naming the parameter
 */
export function feedParams(search: URLSearchParams): FeedParams {
  const read = params.safeParse(Object.fromEntries(search))
  if (read.success) return { ...read.data, snapshot: read.data.snapshot === 'true' }
  const [issue] = read.error.issues
  const unknown = issue?.code === 'unrecognized_keys' ? issue.keys[0] : undefined
  const known = Object.keys(params.shape).join('、')
  if (unknown !== undefined)
    throw new HubError(
      'BAD_USER_INPUT',
      `没有参数 / no such parameter“${unknown.slice(0, 100)}”；有 there are: ${known}`,
    )
  throw new HubError('BAD_USER_INPUT', `参数的值不符合要求 / the value is not acceptable: ${issue?.path.join('.')}`)
}
