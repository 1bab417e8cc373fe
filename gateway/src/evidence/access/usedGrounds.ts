import type { AccessGround } from '../../access/consent/consent.ts'
import type { AccessProfile } from '../../execution/answer/accessProfile.ts'
import type { RecordedGround } from '../record/evidenceRecord.ts'
import { sectionsRead } from '../record/sectionsRead.ts'

/** Sections of the fields that an operation reads; the same at each of its requests. */
const sections = new WeakMap<AccessProfile, ReadonlySet<string>>()

function sectionsOf(profile: AccessProfile): ReadonlySet<string> {
  const known = sections.get(profile)
  if (known !== undefined) return known
  const read = new Set(sectionsRead(profile.fields))
  sections.set(profile, read)
  return read
}

/**
 * Of what is open to a caller, what he needed for an answer: what opens a section that the operation reads, of a subject
 * that the answer is about.
 */
export function usedGrounds(
  grounds: readonly AccessGround[],
  profile: AccessProfile,
  subjectIds: readonly string[],
): RecordedGround[] {
  const read = sectionsOf(profile)
  const subjects = new Set(subjectIds)
  return grounds
    .filter(({ subjectId }) => (subjectId === undefined ? subjects.size > 0 : subjects.has(subjectId)))
    .filter((ground) => ground.sections.some((section) => read.has(section)))
    .map(({ sections: _, ...ground }) => ground)
}
