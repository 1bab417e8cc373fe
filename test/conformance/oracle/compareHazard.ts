import type { ExecutionResult } from 'graphql'
import { type Disagreement, type Path, sortedText } from './compare.ts'
import { pathText, type Truth } from './mergedSchema.ts'

/** Walks an answer beside the data in which nothing is swallowed. */
class HazardComparison {
  disagreement: Disagreement | undefined

  constructor(
    private readonly faults: ReadonlySet<string>,
    /** Paths of the answer's errors. */
    private readonly told: readonly Path[],
  ) {}

  visit(expected: unknown, strict: unknown, actual: unknown, path: Path): void {
    if (this.disagreement) return
    if (actual === null || actual === undefined) this.visitNull(expected, path)
    else if (strict === null) this.disagree('data', `null is due at ${pathText(path)}, got ${JSON.stringify(actual)}`)
    else if (Array.isArray(expected) && Array.isArray(actual) && expected.length === actual.length)
      for (const [index, element] of actual.entries())
        this.visit(expected[index], memberOf(strict, index), element, [...path, index])
    else if (isObject(expected) && isObject(actual) && Object.keys(expected).join() === Object.keys(actual).join())
      for (const [name, value] of Object.entries(actual))
        this.visit(memberOf(expected, name), memberOf(strict, name), value, [...path, name])
    else if (sortedText(expected) !== sortedText(actual))
      this.disagree('data', `at ${pathText(path)} expected ${JSON.stringify(expected)}, got ${JSON.stringify(actual)}`)
  }

  /** A null that is not the value itself comes of an error, and one at or below its place is told. */
  private visitNull(expected: unknown, path: Path): void {
    if (expected === null && !this.faults.has(pathText(path))) return
    if (!this.told.some((other) => path.every((part, index) => other[index] === part)))
      this.disagree('silent null', `at ${pathText(path)}, expected ${JSON.stringify(expected)}`)
  }

  private disagree(kind: Disagreement['kind'], detail: string): void {
    this.disagreement = { kind, detail }
  }
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function memberOf(holder: unknown, part: string | number): unknown {
  return typeof holder === 'object' && holder !== null ? Reflect.get(holder, part) : undefined
}

/**
 * Holds an answer against the truth where more may have failed than plain graphql-js knows of: whatever is there is
 * right, and whatever is missing is told.
 */
export function compareHazard(
  { result, unswallowed, faults }: Truth,
  actual: ExecutionResult,
): Disagreement | undefined {
  const told: Path[] = []
  const seen = new Set<string>()
  for (const { path, message } of actual.errors ?? []) {
    if (!path) return { kind: 'error without path', detail: message }
    if (seen.has(pathText(path))) return { kind: 'repeated error', detail: pathText(path) }
    seen.add(pathText(path))
    told.push(path)
  }
  const comparison = new HazardComparison(faults, told)
  comparison.visit(unswallowed ?? null, result.data, actual.data, [])
  return comparison.disagreement
}
