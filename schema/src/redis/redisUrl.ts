import { z } from 'zod'

/** The address of a Redis as a setting. */
export const redisUrl = z.string().regex(/^rediss?:\/\//, 'must begin with redis:// or rediss://')
