/** Whether a text is the heading of a column that is known. */
export type IsHeading = (text: string) => boolean

/** How the line that holds a table's headings, or a row of XML, is told from titles and from what else stands around. */
export interface HeadingRule {
  readonly isHeading: IsHeading
  /**
   * @param own headings of the cells that the line has filled
   * @param joined those of all its columns, with what merged cells in the line above name
   */
  readonly isLine: (own: readonly string[], joined: readonly string[]) => boolean
}

/** At least half of what a line has filled are headings that are known. */
export function halfKnown(isHeading: IsHeading): HeadingRule {
  return {
    isHeading,
    isLine: (own) => {
      const known = own.filter(isHeading).length
      return known > 0 && known * 2 >= own.length
    },
  }
}
