import type { BroughtField } from '../plan/broughtField.ts'
import { isList, namesIn, type StepPath, typesDemanded } from '../plan/stepPath.ts'
import { type DataObject, isDataObject } from './dataObject.ts'
import { FieldFailure } from './fieldFailure.ts'

/**
 * Adds to failures on the way to a step's objects what the step would have brought beneath them. Another division may
 * still bring the object that failed here; what nobody asked for it then is told, not silently null.
 * @param path from the holder on
 */
export function loseBeneath(holder: unknown, path: StepPath, brings: readonly BroughtField[]): void {
  const [part, ...rest] = path
  if (part === undefined || typeof holder !== 'object' || holder === null) return
  if (isList(part)) {
    if (!Array.isArray(holder)) return
    for (const [index, element] of holder.entries()) {
      if (element instanceof FieldFailure) holder[index] = element.losing(beneath(rest, brings))
      else loseBeneath(element, rest, brings)
    }
  } else if (typesDemanded(part) !== undefined) loseBeneath(holder, rest, brings)
  else if (isDataObject(holder)) loseMember(holder, part, rest, brings)
}

function loseMember(holder: DataObject, name: string, rest: StepPath, brings: readonly BroughtField[]): void {
  const value = holder[name]
  if (value instanceof FieldFailure) holder[name] = value.losing(beneath(rest, brings))
  else loseBeneath(value, rest, brings)
}

/** What a step brings as it is seen from above its objects. */
function beneath(path: StepPath, brings: readonly BroughtField[]): readonly BroughtField[] {
  const names = namesIn(path)
  return names.reduceRight<readonly BroughtField[]>((fields, name) => [{ name, fields }], brings)
}
