/** 公开等级, from open to closed; each includes the ones before it (domain guide, section 4; GraphQL enum DisclosureLevel). */
export const disclosureLevels = ['PUBLIC', 'SHARED', 'AUTHORIZED', 'INTERNAL'] as const

export type DisclosureLevel = (typeof disclosureLevels)[number]

/** Whether something of a level is open to one who reaches up to another level. */
export function isWithin(level: DisclosureLevel, reach: DisclosureLevel): boolean {
  return disclosureLevels.indexOf(level) <= disclosureLevels.indexOf(reach)
}

/** Whether a text names a level. */
export function isDisclosureLevel(text: string | undefined): text is DisclosureLevel {
  return disclosureLevels.includes(text as DisclosureLevel)
}
