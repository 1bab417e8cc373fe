const LIST = '@'
const CONDITION = '... on '

/**
 * Where the objects of a step are: canonical names from the root down, `@` for the elements of a list, and
 * `... on A|B` for those objects only that are of one of these types.
 */
export type StepPath = readonly string[]

export const isList = (part: string): boolean => part === LIST

/** The names alone: the place, whatever lists lead to it and whichever types its objects are. */
export function namesIn(path: StepPath): string[] {
  return path.filter((part) => part !== LIST && !part.startsWith(CONDITION))
}

export function conditionOn(types: readonly string[]): string {
  return CONDITION + types.join('|')
}

/** Where the types stand that decide which objects a path leads to, as names from the root down. */
export function decidingTypes(path: StepPath): string[][] {
  return path.flatMap((part, index) =>
    typesDemanded(part) === undefined ? [] : [[...namesIn(path.slice(0, index)), '__typename']],
  )
}

/** The types that a part of a path demands; undefined when it is no condition. */
export function typesDemanded(part: string): ReadonlySet<string> | undefined {
  return part.startsWith(CONDITION) ? new Set(part.slice(CONDITION.length).split('|')) : undefined
}
