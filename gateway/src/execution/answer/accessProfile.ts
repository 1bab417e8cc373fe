import type { DisclosureLevel } from '@hub/schema/access/disclosureLevel'
import type { Disclosure } from '@hub/schema/access/disclosureMap'
import type { SelectionShape, ValueShape } from './answerShape.ts'

/** Level of a field by its coordinate. */
export type FieldLevels = ReadonlyMap<string, Disclosure>

/** What an operation reads, as evidence tells it. */
export interface AccessProfile {
  /** Levels of the fields that it may return. */
  readonly levels: readonly DisclosureLevel[]
  /** Coordinates of those above PUBLIC, by level, separated by spaces. */
  readonly fields: Readonly<Record<string, string>>
  readonly isAbovePublic: boolean
}

function selectionOf(shape: ValueShape): SelectionShape | undefined {
  if (shape.kind === 'list') return selectionOf(shape.of)
  return shape.kind === 'object' ? shape.selection : undefined
}

/** Coordinates of all fields that an answer of this shape may have; introspection left out. */
function coordinates(root: SelectionShape): Set<string> {
  const found = new Set<string>()
  const seen = new Set<SelectionShape>()
  const walk = (selection: SelectionShape): void => {
    if (seen.has(selection)) return
    seen.add(selection)
    for (const typename of selection.typeNames()) {
      for (const { coordinate, shape } of selection.fieldsFor(typename) ?? []) {
        if (!coordinate.includes('.__')) found.add(coordinate)
        const inner = selectionOf(shape)
        if (inner !== undefined) walk(inner)
      }
    }
  }
  walk(root)
  return found
}

/** What an operation whose answer has this shape reads. A field of which no level is known is closed. */
export function accessProfile(root: SelectionShape, levels: FieldLevels): AccessProfile {
  const byLevel = new Map<DisclosureLevel, string[]>()
  for (const coordinate of coordinates(root)) {
    const level = levels.get(coordinate)?.level ?? 'INTERNAL'
    byLevel.set(level, [...(byLevel.get(level) ?? []), coordinate])
  }
  const above = [...byLevel].filter(([level]) => level !== 'PUBLIC')
  return {
    levels: [...byLevel.keys()].sort(),
    fields: Object.freeze(Object.fromEntries(above.map(([level, names]) => [level, names.sort().join(' ')]))),
    isAbovePublic: above.length > 0,
  }
}
