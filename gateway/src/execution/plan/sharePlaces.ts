import type { SharePlace } from '../run/sharingParse.ts'
import type { BroughtField } from './broughtField.ts'
import type { FetchStep } from './fetchStep.ts'
import type { RequestSlot } from './requestText.ts'
import { namesIn } from './stepPath.ts'

type Names = readonly string[]

const namesOf = ({ path }: FetchStep): Names => namesIn(path)

const isPrefix = (above: Names, below: Names): boolean => above.every((name, index) => name === below[index])

/** Whether a step writes into the objects at a path as parts of what it brings to objects above. */
function reaches(step: FetchStep, path: Names): boolean {
  const own = namesOf(step)
  if (own.length >= path.length || !isPrefix(own, path)) return false
  let fields: readonly BroughtField[] = step.brings
  for (const name of path.slice(own.length)) fields = fields.find((field) => field.name === name)?.fields ?? []
  return fields.length > 0
}

/** The steps whose values are merged at or below a path into values that may be there. */
function mergedBelow(steps: readonly FetchStep[], path: Names): string {
  return steps
    .filter((step) => isPrefix(path, namesOf(step)) && step.brings.some(({ fields }) => fields.length > 0))
    .map((step) => `${namesOf(step).slice(path.length).join('.')} ${step.division} ${step.selection}`)
    .sort()
    .join('\n')
}

class SharePlaces {
  private readonly groups = new Map<string, number>()

  constructor(private readonly steps: readonly FetchStep[]) {}

  /** @param paths where the same answer goes @param brought by which steps */
  at(paths: readonly Names[], fields: readonly BroughtField[], brought: readonly FetchStep[]): SharePlace {
    const inner = fields
      .filter((field) => field.fields.length > 0)
      .map((field) => {
        const below = paths.map((path) => [...path, field.name])
        return [field.name, this.at(below, field.fields, brought)] as const
      })
    return { group: this.groupOf(paths, brought), fields: new Map(inner) }
  }

  private groupOf(paths: readonly Names[], brought: readonly FetchStep[]): number | undefined {
    const others = this.steps.filter((step) => !brought.includes(step))
    if (others.some((step) => paths.some((path) => reaches(step, path)))) return undefined
    const key = paths.map((path) => mergedBelow(this.steps, path)).join('\n\n')
    const group = this.groups.get(key) ?? this.groups.size
    this.groups.set(key, group)
    return group
  }
}

/**
 * Where objects of equal text in a request's answer may be one object. Not where another step adds to them as parts of
 * what is above: what it adds depends on that. And only among places for which the same steps later bring values with
 * fields of their own: such a value comes from one answer for the one place and from another for the other, and they
 * must not be mixed. Scalars of one entity are equal wherever they come from.
 */
export function sharePlaces(slots: readonly RequestSlot[], steps: readonly FetchStep[]): SharePlace {
  const places = new SharePlaces(steps)
  const fields = new Map<string, SharePlace>()
  for (const { name, steps: brought } of slots) {
    const place = places.at(brought.map(namesOf), brought[0]?.brings ?? [], brought)
    if (name !== undefined) fields.set(name, { ...place, group: undefined })
    else for (const [field, inner] of place.fields) fields.set(field, inner)
  }
  const data: SharePlace = { group: undefined, fields }
  return { group: undefined, fields: new Map([['data', data]]) }
}
