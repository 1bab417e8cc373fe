/** A place in an answer, as the client and as the data call it. */
export class AnswerPlace {
  static readonly root = new AnswerPlace(undefined, '', undefined)

  /** @param source canonical name of a field; undefined for an element of a list */
  private constructor(
    private readonly above: AnswerPlace | undefined,
    private readonly part: string | number,
    private readonly source: string | undefined,
  ) {}

  field(responseName: string, source: string): AnswerPlace {
    return new AnswerPlace(this, responseName, source)
  }

  element(index: number): AnswerPlace {
    return new AnswerPlace(this, index, undefined)
  }

  /** Response names and indices: GraphQL, 7.1.2. */
  get path(): readonly (string | number)[] {
    return this.above === undefined ? [] : [...this.above.path, this.part]
  }

  /** Canonical names, without a mark for lists. */
  get sources(): readonly string[] {
    if (this.above === undefined) return []
    return this.source === undefined ? this.above.sources : [...this.above.sources, this.source]
  }
}
