/** How the planner, and who watches over it, say that planning has been given up. */
const GIVEN_UP = /reached the limit|exceeds limit/i

/** Whether there are too many ways to plan an operation, as against none. */
export function isGivenUp({ message }: Error): boolean {
  return GIVEN_UP.test(message)
}
