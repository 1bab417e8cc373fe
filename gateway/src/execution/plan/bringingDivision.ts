import type { BroughtField } from './broughtField.ts'
import type { FetchStep } from './fetchStep.ts'
import type { Program } from './program.ts'
import { namesIn } from './stepPath.ts'

function bringsAt(fields: readonly BroughtField[], [name, ...rest]: readonly string[]): boolean {
  const field = fields.find((candidate) => candidate.name === name)
  return field !== undefined && (rest.length === 0 || bringsAt(field.fields, rest))
}

function brings({ path, brings: fields }: FetchStep, sources: readonly string[]): boolean {
  const names = namesIn(path)
  return names.every((name, index) => sources[index] === name) && bringsAt(fields, sources.slice(names.length))
}

/**
 * Which division a program asks for a field: the first, where several are asked for it.
 * @param sources canonical names from the root down to the field, without marks for lists
 */
export function bringingDivision({ groups }: Program, sources: readonly string[]): string | undefined {
  const bringing = groups.find(({ slots }) => slots.some(({ steps }) => steps.some((step) => brings(step, sources))))
  return bringing?.division
}
