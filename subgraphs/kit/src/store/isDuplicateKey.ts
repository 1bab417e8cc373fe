const DUPLICATE_KEY = 11000

/** Whether the database refused a write because its unique key is taken (MongoDB error code 11000). */
export const isDuplicateKey = (error: unknown): boolean => (error as { code?: unknown }).code === DUPLICATE_KEY
