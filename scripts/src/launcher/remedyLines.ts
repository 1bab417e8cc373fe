/** What to do about something, in both languages. */
export interface Remedy {
  readonly zh: string
  readonly en: string
}

/** What to do about an error, as every command tells it. */
export function remedyLines({ zh, en }: Remedy): string[] {
  return [`-> ${zh}`, `-> ${en}`]
}
