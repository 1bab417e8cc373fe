import type { FetchStep } from './fetchStep.ts'

/** Steps that travel to their division as one request. */
export interface StepGroup {
  readonly division: string
  readonly steps: readonly FetchStep[]
}

/** How many steps one after the other come before each. @throws Error when steps wait for each other */
function levels(steps: readonly FetchStep[]): number[] {
  const found: number[] = []
  const open = new Set<FetchStep>()
  const levelOf = (step: FetchStep): number => {
    const known = found[step.index]
    if (known !== undefined) return known
    if (open.has(step)) throw new Error('fetches that wait for each other')
    open.add(step)
    const level = step.needs.reduce((most, need) => {
      const other = steps[need]
      return other === undefined ? most : Math.max(most, levelOf(other) + 1)
    }, 0)
    found[step.index] = level
    return level
  }
  for (const step of steps) levelOf(step)
  return found
}

/**
 * The level of each step of one division. A step that nothing waits for may go later than it could, with another
 * request of its division, as long as the plan as a whole gets no deeper: the answer waits for the last level anyway.
 */
function joinedLevels(own: readonly FetchStep[], earliest: readonly number[], awaited: ReadonlySet<number>): number[] {
  const level = (step: FetchStep): number => earliest[step.index] ?? 0
  const fixed = new Set(own.filter((step) => awaited.has(step.index) || step.requires === undefined).map(level))
  const last = Math.max(...own.map(level))
  return own.map((step) => {
    if (fixed.has(level(step))) return level(step)
    const later = [...fixed].filter((other) => other > level(step)).sort((a, b) => a - b)
    return later[0] ?? last
  })
}

function fixedGroups(steps: readonly FetchStep[]): StepGroup[] {
  return steps.map((step) => ({ division: step.division, steps: [step] }))
}

/** Puts steps together that can share a request. Steps that act, or that ask anew below a payload, go alone. */
export function groupSteps(steps: readonly FetchStep[]): StepGroup[] {
  const alone = (step: FetchStep): boolean =>
    step.operation === 'mutation' || (step.requires === undefined && step.path.length > 0)
  const earliest = levels(steps)
  const awaited = new Set(steps.flatMap(({ needs }) => needs))
  const groups: StepGroup[] = fixedGroups(steps.filter(alone))
  const shared = steps.filter((step) => !alone(step))
  for (const division of new Set(shared.map((step) => step.division))) {
    const own = shared.filter((step) => step.division === division)
    const byLevel = new Map<number, FetchStep[]>()
    joinedLevels(own, earliest, awaited).forEach((level, index) => {
      byLevel.set(level, [...(byLevel.get(level) ?? []), ...own.slice(index, index + 1)])
    })
    for (const group of byLevel.values()) groups.push({ division, steps: group })
  }
  return groups
}
