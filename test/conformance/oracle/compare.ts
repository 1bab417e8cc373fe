import type { ExecutionResult } from 'graphql'
import { pathText, type Truth } from './mergedSchema.ts'

export type DisagreementKind =
  | 'threw'
  | 'data'
  | 'order'
  | 'missing error'
  | 'unfounded error'
  | 'repeated error'
  | 'error without path'
  | 'silent null'

export interface Disagreement {
  readonly kind: DisagreementKind
  readonly detail: string
}

export type Path = readonly (string | number)[]

/** Where the answer became null because of an error: the error's own place, or the nearest null above it. */
export function nullSite(data: unknown, path: Path): string {
  let value = data
  for (let depth = 0; depth < path.length; depth++) {
    if (value === null || value === undefined) return pathText(path.slice(0, depth))
    const step = path[depth]
    value = typeof value === 'object' && step !== undefined ? Reflect.get(value, step) : undefined
  }
  return pathText(path)
}

export function sortedText(value: unknown): string {
  return JSON.stringify(value, (_, part: unknown) =>
    part !== null && typeof part === 'object' && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  )
}

export function firstDifference(expected: unknown, actual: unknown, path: Path = []): string {
  if (expected !== null && actual !== null && typeof expected === 'object' && typeof actual === 'object') {
    for (const key of new Set([...Object.keys(expected), ...Object.keys(actual)])) {
      const [left, right] = [Reflect.get(expected, key), Reflect.get(actual, key)]
      if (sortedText(left) !== sortedText(right)) return firstDifference(left, right, [...path, key])
    }
  }
  return `at ${pathText(path)} expected ${JSON.stringify(expected)} but got ${JSON.stringify(actual)}`
}

function compareErrors({ result, faults }: Truth, actual: ExecutionResult): Disagreement | undefined {
  const seen = new Set<string>()
  const sites = new Set<string>()
  for (const { path, message } of actual.errors ?? []) {
    if (!path) return { kind: 'error without path', detail: message }
    const text = pathText(path)
    if (seen.has(text)) return { kind: 'repeated error', detail: text }
    seen.add(text)
    if (!faults.has(text)) return { kind: 'unfounded error', detail: `${text}: ${message}` }
    sites.add(nullSite(actual.data, path))
  }
  for (const { path = [] } of result.errors ?? []) {
    const site = nullSite(result.data, path)
    if (!sites.has(site))
      return { kind: 'missing error', detail: `for the null at ${site}, expected at ${pathText(path)}` }
  }
  return undefined
}

/** Holds an answer against the truth; the rules are in ../README.md. */
export function compare(truth: Truth, actual: ExecutionResult): Disagreement | undefined {
  const [expectedData, actualData] = [truth.result.data ?? null, actual.data ?? null]
  if (sortedText(expectedData) !== sortedText(actualData)) {
    const errors = (actual.errors ?? []).slice(0, 3).map(({ message }) => message)
    return { kind: 'data', detail: `${firstDifference(expectedData, actualData)} ${errors.join(' | ')}` }
  }
  if (JSON.stringify(expectedData) !== JSON.stringify(actualData)) {
    return { kind: 'order', detail: `expected ${JSON.stringify(expectedData)} but got ${JSON.stringify(actualData)}` }
  }
  return compareErrors(truth, actual)
}
