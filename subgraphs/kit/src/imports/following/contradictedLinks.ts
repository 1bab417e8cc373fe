import { createHash } from 'node:crypto'
import type { ClientSession, mongo } from 'mongoose'
import type { LinkAnswer, LinkCandidate } from '../linking/subjectLinker.ts'

/**
 * Why a link does not hold: what the index says by now of the row's numbers and name; that it says another subject
 * (LINKED_ELSEWHERE); or that the record's subject was merged and the survivor has the same record (SAME_RECORD_TWICE).
 */
export type Contradiction =
  | Exclude<LinkAnswer['outcome'], 'LINKED' | 'UNAVAILABLE' | 'REFUSED'>
  | 'LINKED_ELSEWHERE'
  | 'SAME_RECORD_TWICE'

/** A record whose link does not hold by the present state of the index. The record stays as it is until a person decides. */
export interface ContradictedLink {
  /** The record's id. */
  _id: string
  /** Import path of the family. */
  family: string
  /** The subject that it is linked to. */
  subjectId: string
  contradiction: Contradiction
  candidates: LinkCandidate[]
  foundAt: Date
  /** The check that saw it last. */
  seenIn: string
  /** Digest of what a person has confirmed the link in spite of: the very same contradicts it no more. */
  confirmed?: string | undefined
  /** Whether it waits for a person: it is not confirmed, or something new contradicts it. */
  isOpen: boolean
}

/** A contradiction as it was found. */
export type FoundContradiction = Omit<ContradictedLink, 'confirmed' | 'isOpen'>

/** The links of a division that wait for a person because the index contradicts them. */
export class ContradictedLinks {
  constructor(readonly links: mongo.Collection<ContradictedLink>) {}

  /**
   * Notes a link; one that is known keeps the day on which it was found, and one that a person has confirmed is his until
   * something else contradicts it.
   */
  async note({ _id, foundAt, ...facts }: FoundContradiction): Promise<void> {
    const told = digestOf(facts)
    const known = await this.links.findOne({ _id })
    const isOpen = known?.confirmed !== told
    const isNew = known !== null && !known.isOpen && isOpen
    const set = { ...facts, isOpen, ...(isNew ? { foundAt } : {}) }
    await this.links.updateOne(
      { _id },
      { $set: set, ...(isNew ? {} : { $setOnInsert: { foundAt } }) },
      { upsert: true },
    )
  }

  /** A record's contradiction that waits for a person. */
  async open(recordId: string): Promise<ContradictedLink | undefined> {
    const link = await this.links.findOne({ _id: recordId })
    return link?.isOpen ? link : undefined
  }

  /**
   * Keeps a person's word that a link is right in spite of what contradicts it.
   * @returns false when by now something else contradicts it
   */
  async confirm(link: ContradictedLink, session: ClientSession): Promise<boolean> {
    const { _id, contradiction, subjectId } = link
    // By the id alone, within the transaction: for a second condition some servers read the whole collection.
    const now = await this.links.findOne({ _id }, { session })
    // Other candidates than these are found by the next check to be new.
    const isAsRead = now?.isOpen && now.contradiction === contradiction && now.subjectId === subjectId
    if (!isAsRead) return false
    await this.links.updateOne({ _id }, { $set: { isOpen: false, confirmed: digestOf(link) } }, { session })
    return true
  }

  /** Those of the records whose link to their subject a person has confirmed in spite of the index. */
  async confirmedAmong(records: readonly { recordId: string; subjectId: string }[]): Promise<ReadonlySet<string>> {
    const ids = records.map(({ recordId }) => recordId)
    const found = await this.links.find({ _id: { $in: ids } }).toArray()
    const confirmed = new Set(found.flatMap(({ _id, subjectId, isOpen }) => (isOpen ? [] : [`${_id} ${subjectId}`])))
    return new Set(ids.filter((id, index) => confirmed.has(`${id} ${records[index]?.subjectId}`)))
  }

  /** Forgets a record's contradiction: a person has undone the link. */
  async settled(recordId: string, session: ClientSession): Promise<void> {
    await this.links.deleteOne({ _id: recordId }, { session })
  }

  /**
   * Forgets the links of a family that this check did not see any more: they hold again, or a person has settled them.
   * @param linkedTo the subject that a record is linked to by now, where it stands
   */
  async forgetOthers(
    family: string,
    check: string,
    linkedTo: (recordIds: readonly string[]) => Promise<ReadonlyMap<string, string>>,
  ): Promise<void> {
    const others = await this.links.find({ family, seenIn: { $ne: check } }).toArray()
    const now = await linkedTo(others.map(({ _id }) => _id))
    // The same record twice is nothing that the index could tell: that lasts until one of them goes.
    const lasting = others.filter(
      ({ _id, contradiction, subjectId }) => contradiction === 'SAME_RECORD_TWICE' && now.get(_id) === subjectId,
    )
    const gone = others.filter((link) => !lasting.includes(link)).map(({ _id }) => _id)
    if (gone.length > 0) await this.links.deleteMany({ _id: { $in: gone } })
  }
}

/** The same for the same contradiction, in whatever order the index names the candidates. */
function digestOf({
  subjectId,
  contradiction,
  candidates,
}: Pick<ContradictedLink, 'subjectId' | 'contradiction' | 'candidates'>): string {
  const others = [...new Set(candidates.map((candidate) => candidate.subjectId))].sort()
  return createHash('sha256')
    .update(JSON.stringify([subjectId, contradiction, others]))
    .digest('base64url')
}
