/** What one request may ask for before anything is spent on it. */
export interface RequestLimits {
  /** Characters of the document. */
  readonly characters: number
  readonly tokens: number
  /** Selections within selections, and brackets within brackets. */
  readonly depth: number
  readonly aliases: number
  /** Fields of the root type, in one operation. */
  readonly rootFields: number
  readonly directives: number
  /** Operations and fragments. */
  readonly definitions: number
  /** Fields once every fragment stands where it is spread. */
  readonly fields: number
  /** How often one place of the answer may be selected: comparing them costs the square of it. */
  readonly repeats: number
  /** `__schema` and `__type` in one operation. */
  readonly introspections: number
  /** Values that the variables hold, lists and objects included. */
  readonly variableValues: number
  /** Characters of one text in the variables. */
  readonly textLength: number
}

export const defaultRequestLimits: RequestLimits = {
  characters: 100_000,
  tokens: 3_000,
  depth: 15,
  aliases: 60,
  rootFields: 30,
  directives: 50,
  definitions: 50,
  fields: 1_500,
  repeats: 10,
  introspections: 2,
  variableValues: 10_000,
  textLength: 100_000,
}

export type LimitName = keyof RequestLimits
