/** What a matrix has looked at, and where the answer was not what the law says. */
export class Findings {
  /** Cells looked at. */
  size = 0
  readonly wrong: string[] = []

  expect(isRight: boolean, otherwise: string): void {
    this.size += 1
    if (!isRight) this.wrong.push(otherwise)
  }
}
