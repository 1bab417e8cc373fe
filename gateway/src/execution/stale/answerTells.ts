/** Representations by which entities are asked for: their variable, and the member that has the id. */
export interface RepresentedIds {
  readonly variable: string
  readonly idName: string
}

/** Of what the whole answers to a request tell, so that they are forgotten when some of it is taken back. */
export interface AnswerTells {
  /** Names of all types of which anything is told, be it their number. */
  readonly types: ReadonlySet<string>
  /** Whether it is of the subjects only that are looked up or represented, and of the records about these. */
  readonly ofNamed: boolean
  readonly represented: readonly RepresentedIds[]
}
