import { z } from 'zod'
import { codeSet } from '../codes/codeSet.ts'
import { HubError } from '../errors/HubError.ts'

const sectionEntry = z.looseObject({ code: z.string(), fields: z.array(z.string()) })
const purposeEntry = z.looseObject({ code: z.string(), name: z.string(), sections: z.array(z.string()) })

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

const purposes = z.array(purposeEntry).parse(codeSet('access-purposes').entries)

const sectionsByPurpose: ReadonlyMap<string, readonly string[]> = new Map(
  purposes.map(({ code, sections }) => [code, sections] as const),
)

/** The sections that a purpose may read; undefined for a code that is no purpose. */
export function sectionsOfPurpose(purpose: string): readonly string[] | undefined {
  return sectionsByPurpose.get(purpose)
}

/**
 * The sections that a stated purpose may read.
 * @throws HubError HUB_PURPOSE_UNKNOWN, naming the purposes that there are
 */
export function statedSections(purpose: string): readonly string[] {
  const sections = sectionsByPurpose.get(purpose)
  if (sections !== undefined) return sections
  const known = purposes.map(({ code, name }) => `${code} ${name}`).join(', ')
  throw new HubError('HUB_PURPOSE_UNKNOWN', `没有这个查询目的，可用的有 / no such purpose; there are: ${known}`)
}

/** Whether a purpose may read a section, whatever was consented to. */
export function mayServe(purpose: string | undefined, section: string): boolean {
  return purpose !== undefined && sectionsByPurpose.get(purpose)?.includes(section) === true
}
