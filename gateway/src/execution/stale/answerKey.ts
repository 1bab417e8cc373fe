import type { Told } from './staleMemory.ts'

/** By which a whole answer is found: to whom it was said, and the body of the request. */
export function answerKey({ division, rights }: Told, body: string): string {
  return `${division} ${rights} ${body}`
}

/** The body of the request again. */
export function bodyIn(key: string, told: Told): string {
  return key.slice(answerKey(told, '').length)
}
