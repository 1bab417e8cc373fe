import { z } from 'zod'
import { codeEntry, codeSet } from '../codes/codeSet.ts'

const sectionEntry = z.looseObject({ code: z.string(), fields: z.array(z.string()) })
const purposeEntry = z.looseObject({ sections: z.array(z.string()) })

const sectionOfField = new Map(
  z
    .array(sectionEntry)
    .parse(codeSet('access-sections').entries)
    .flatMap(({ code, fields }) => fields.map((field) => [field, code] as const)),
)

/** The section that a field of level AUTHORIZED belongs to, by its coordinate; undefined where none was assigned. */
export function sectionOf(coordinate: string): string | undefined {
  return sectionOfField.get(coordinate) ?? sectionOfField.get(coordinate.split('.')[0] ?? '')
}

/** The sections that a purpose may read; undefined for a code that is no purpose. */
export function sectionsOfPurpose(purpose: string): readonly string[] | undefined {
  const entry = codeEntry(codeSet('access-purposes'), purpose)
  return entry === undefined ? undefined : purposeEntry.parse(entry).sections
}
