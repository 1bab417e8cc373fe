/** Lets only a share of the requests be repeated, so that retries do not add to the load of a division in trouble. */
export class RetryBudget {
  private tokens: number

  /** @param share retries per request @param reserve how many retries may come at once */
  constructor(
    private readonly share: number,
    private readonly reserve: number,
  ) {
    this.tokens = reserve
  }

  /** To be told of every request. */
  earn(): void {
    this.tokens = Math.min(this.reserve, this.tokens + this.share)
  }

  /** Whether one more retry is within the budget; takes it if so. */
  spend(): boolean {
    if (this.tokens < 1) return false
    this.tokens -= 1
    return true
  }
}
