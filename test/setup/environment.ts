/** What a process that tests start is given of their own environment, beside its settings. */
export const childEnvironment = { PATH: process.env.PATH, HOME: process.env.HOME }

/** The number of vitest's worker, from 1; 0 outside vitest. */
export const testWorker = Number(process.env.VITEST_POOL_ID ?? 0)
