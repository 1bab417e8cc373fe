import type { Connection, mongo } from 'mongoose'
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
}

/** The links of a division that wait for a person because the index contradicts them. */
export class ContradictedLinks {
  readonly links: mongo.Collection<ContradictedLink>

  constructor(connection: Connection) {
    this.links = connection.collection('contradicted_links') as unknown as mongo.Collection<ContradictedLink>
  }

  /** Notes a link; one that is known keeps the day on which it was found. */
  async note({ _id, foundAt, ...facts }: ContradictedLink): Promise<void> {
    await this.links.updateOne({ _id }, { $set: facts, $setOnInsert: { foundAt } }, { upsert: true })
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
