import { setMaxListeners } from 'node:events'

/** Time that a request has left for the database. */
export interface ReadDeadline {
  /** Milliseconds left, at least 1, as MongoDB's `maxTimeMS` wants it. */
  remaining: () => number
  /** Fires when the time is over or the caller hung up. */
  signal: AbortSignal
}

/** A deadline `millis` from now; MongoDB is told of it, and the client side ends by `signal` where a server does not listen. */
export function readDeadline(millis: number, now: () => number = Date.now): ReadDeadline {
  const end = now() + millis
  const signal = AbortSignal.timeout(Math.max(1, millis))
  // Every read of the request listens to it, so many listeners are no leak here.
  setMaxListeners(0, signal)
  return { remaining: () => Math.max(1, Math.round(end - now())), signal }
}
