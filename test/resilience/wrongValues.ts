/** Values of every JSON type, none of which means anything to us. */
const WRONG: readonly unknown[] = [7, 'seven', true, 1.5, [], {}, [[7]], { value: 7 }, { __typename: 'Nonsense' }]

export interface WrongAnswer {
  /** Where it differs, and by what. */
  readonly title: string
  readonly value: unknown
}

type Holder = Record<string | number, unknown>

function members(value: unknown): (string | number)[] {
  if (Array.isArray(value)) return [...value.keys()]
  return typeof value === 'object' && value !== null ? Object.keys(value) : []
}

function placesOf(value: unknown, path: readonly (string | number)[] = []): (readonly (string | number)[])[] {
  return members(value).flatMap((part) => {
    const place = [...path, part]
    return [place, ...placesOf((value as Holder)[part], place)]
  })
}

function changed(
  value: unknown,
  path: readonly (string | number)[],
  change: (holder: Holder, part: string | number) => void,
): unknown {
  const copy = structuredClone(value)
  let holder = copy as Holder
  for (const part of path.slice(0, -1)) holder = holder[part] as Holder
  change(holder, path.at(-1) ?? '')
  return copy
}

/** A right answer made wrong in every way that one value put in the place of another can make it, or left out. */
export function wrongAnswers(right: unknown): WrongAnswer[] {
  return placesOf(right).flatMap((path) => [
    ...WRONG.map((wrong) => ({
      title: `${JSON.stringify(wrong)} at ${path.join('.')}`,
      value: changed(right, path, (holder, part) => {
        holder[part] = wrong
      }),
    })),
    {
      title: `nothing at ${path.join('.')}`,
      value: changed(right, path, (holder, part) => {
        if (Array.isArray(holder)) holder.splice(Number(part), 1)
        else delete holder[part]
      }),
    },
  ])
}
