/** What takes longer is given up, in milliseconds; whoever asked goes on with what he knows himself. */
export const REDIS_MILLIS = 250
