import type { FetchStep } from './fetchStep.ts'
import type { RepresentationWriter, RepresentationWriters } from './representationWriter.ts'
import { decidingTypes, namesIn, type StepPath, typesDemanded } from './stepPath.ts'

/** How objects that are one entity are told: equal representation, and equal in everything else that is there. */
export interface Sameness {
  readonly representation: RepresentationWriter
  /** Fields that may be there and that the representation does not cover. */
  readonly others: readonly string[]
}

/** A canonical name, `@` for the elements of a list, or the types that an object must be one of. */
export type PathPart = string | ReadonlySet<string>

/** A place in the data where steps find their objects. */
export interface DataPath {
  readonly index: number
  /** The nearest place above, where the walk begins; undefined when it begins at the root. */
  readonly above: DataPath | undefined
  /** From there on. */
  readonly rest: readonly PathPart[]
  readonly sameness: Sameness | undefined
}

const pathKey = (path: StepPath): string => path.join('/')

const isBelow = (path: StepPath, above: StepPath): boolean =>
  above.length < path.length && above.every((part, index) => part === path[index])

/** Names of the fields that steps write into objects at a path. */
function namesAt(steps: readonly FetchStep[], path: StepPath): Set<string> {
  const names = namesIn(path)
  const found = new Set<string>()
  for (const step of steps) {
    const own = namesIn(step.path)
    if (!own.every((part, index) => part === names[index])) continue
    let fields = step.brings
    for (const name of names.slice(own.length)) fields = fields.find((field) => field.name === name)?.fields ?? []
    for (const { name } of fields) found.add(name)
  }
  return found
}

function requiredScalars({ requires = [] }: FetchStep): Set<string> {
  const required = new Set<string>()
  for (const selection of requires) {
    const inner = selection.kind === 'InlineFragment' ? selection.selections : [selection]
    for (const field of inner) if (field.kind === 'Field' && !field.selections) required.add(field.alias ?? field.name)
  }
  return required
}

/** Whether no other path leads to the same place: who gathers there must not replace what another has asked for. */
function isOnlyPath(steps: readonly FetchStep[], path: StepPath): boolean {
  const place = pathKey(namesIn(path))
  return steps.every((other) => pathKey(namesIn(other.path)) !== place || pathKey(other.path) === pathKey(path))
}

/** Every distinct path of the steps, those above before those below. */
export function dataPaths(steps: readonly FetchStep[], writers: RepresentationWriters): Map<string, DataPath> {
  const sorted = steps.filter(({ path }) => path.length > 0).sort((a, b) => a.path.length - b.path.length)
  const paths = new Map<string, DataPath>()
  for (const step of sorted) {
    if (paths.has(pathKey(step.path))) continue
    const above = sorted.filter((other) => isBelow(step.path, other.path)).at(-1)
    const required = requiredScalars(step)
    const others = [...namesAt(steps, step.path)].filter((name) => !required.has(name))
    const representation = step.requires && writers.of(step.requires)
    paths.set(pathKey(step.path), {
      index: paths.size,
      above: above && paths.get(pathKey(above.path)),
      rest: step.path.slice(above?.path.length ?? 0).map((part) => typesDemanded(part) ?? part),
      sameness: isOnlyPath(sorted, step.path) ? representation && { representation, others } : undefined,
    })
  }
  return paths
}

/** The paths that lead through something these steps bring, or over objects of which they tell the type. */
export function grownPaths(steps: readonly FetchStep[], paths: ReadonlyMap<string, DataPath>): number[] {
  const leadsThrough = (step: FetchStep, names: readonly string[]): boolean => {
    const own = namesIn(step.path)
    return (
      own.every((part, index) => part === names[index]) && step.brings.some(({ name }) => name === names[own.length])
    )
  }
  return [...paths].flatMap(([key, path]) => {
    const parts = key.split('/')
    const ways = [namesIn(parts), ...decidingTypes(parts)]
    return ways.some((names) => steps.some((step) => leadsThrough(step, names))) ? [path.index] : []
  })
}

/** The path of a step among `dataPaths`; undefined at the root. */
export function pathOf(paths: ReadonlyMap<string, DataPath>, step: FetchStep): DataPath | undefined {
  return paths.get(pathKey(step.path))
}
