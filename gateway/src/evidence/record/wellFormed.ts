const SURROGATE = /[\ud800-\udfff]/

/** Text that comes back from a database as it went in: without halves of characters. */
export function wellFormed(text: string): string {
  return SURROGATE.test(text) ? Buffer.from(text, 'utf8').toString('utf8') : text
}
