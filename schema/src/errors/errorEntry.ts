/** A text in the two languages of the hub. */
export interface BilingualText {
  readonly zh: string
  readonly en: string
}

export interface ErrorEntry {
  /** What has happened. */
  readonly meaning: BilingualText
  /** What the reader can do about it. */
  readonly remedy: BilingualText
}
