import { sectionOf } from '@hub/schema/access/accessPurposes'

/**
 * Sections of level AUTHORIZED that were read, each once, in order.
 * @param fields coordinates by level, separated by spaces, as evidence keeps them
 */
export function sectionsRead(fields: Readonly<Record<string, string>>): string[] {
  const coordinates = (fields.AUTHORIZED ?? '').split(' ')
  return [...new Set(coordinates.flatMap((coordinate) => sectionOf(coordinate) ?? []))].sort()
}
