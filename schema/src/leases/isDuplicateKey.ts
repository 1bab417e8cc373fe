const DUPLICATE_KEY = 11000

/** Whether MongoDB has refused a write because its key is there already: another one has come first. */
export function isDuplicateKey(error: unknown): boolean {
  return (error as { code?: unknown } | null)?.code === DUPLICATE_KEY
}
