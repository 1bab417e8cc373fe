/**
 * What merged two subjects (GraphQL enum SubjectMergeKind): one enterprise that was entered twice, or an enterprise that
 * another took over (吸收合并) and that bears no name of its own from that day.
 */
export type MergeKind = 'SAME_ENTERPRISE' | 'ABSORPTION'

/** A subject as far as mergers concern it. */
export interface MergeableSubject {
  subjectId: string
  mergedIntoId?: string | null
}

/**
 * The subject that stands for this one: itself, or the end of the chain of mergers that it is in.
 * @param mergers subjects by id; a chain that leads out of them ends at the last one known
 */
export function survivorOf<Subject extends MergeableSubject>(
  subject: Subject,
  mergers: ReadonlyMap<string, Subject> = new Map(),
): Subject {
  let survivor = subject
  for (const seen = new Set<string>(); !seen.has(survivor.subjectId); ) {
    seen.add(survivor.subjectId)
    survivor = (survivor.mergedIntoId ? mergers.get(survivor.mergedIntoId) : undefined) ?? survivor
  }
  return survivor
}

/**
 * Reads what a group of subjects was merged into, to the ends of all chains.
 * @param read subjects by their ids; those that are not there are left out
 */
export async function readMergers<Subject extends MergeableSubject>(
  subjects: readonly Subject[],
  read: (subjectIds: string[]) => Promise<readonly Subject[]>,
): Promise<Map<string, Subject>> {
  const known = new Map(subjects.map((subject) => [subject.subjectId, subject]))
  for (let added: readonly Subject[] = subjects; added.length > 0; ) {
    const next = added.flatMap(({ mergedIntoId }) => mergedIntoId ?? []).filter((id) => !known.has(id))
    added = next.length === 0 ? [] : await read([...new Set(next)])
    for (const subject of added) known.set(subject.subjectId, subject)
  }
  return known
}
