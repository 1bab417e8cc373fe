import type { ClientSession, mongo } from 'mongoose'
import type { KeyedDigest } from '../../sealing/keyedDigest.ts'
import { contentHash } from '../../store/contentHash.ts'
import type { JudgedRow } from '../rows/judgeRow.ts'

/** A person's word that a row, as it was written, is not about a subject. */
export interface RefusedLink {
  /** Keyed digest of family, subject, and what the row says, whatever the headings. */
  _id: string
  family: string
  subjectId: string
}

/** A row and the subject that it would be linked to. */
export interface ProposedLink {
  judged: Pick<JudgedRow, 'identity' | 'fields'>
  subjectId?: string | undefined
}

/** Wrong links that were undone: the same rows, sent again, are known and not linked wrongly again. */
export class RefusedLinks {
  constructor(
    private readonly links: mongo.Collection<RefusedLink>,
    private readonly keyed: KeyedDigest,
  ) {}

  /** Which of these links were undone before, by their place among them. */
  async among(family: string, proposed: readonly ProposedLink[]): Promise<ReadonlySet<number>> {
    // Few families ever have one: then no row is digested.
    if (proposed.length === 0 || (await this.links.findOne({ family })) === null) return new Set()
    const digests = proposed.map((link) => this.digest(family, link))
    const found = await this.links.find({ _id: { $in: digests } }).toArray()
    const known = new Set(found.map(({ _id }) => _id))
    return new Set(digests.flatMap((id, index) => (known.has(id) ? [index] : [])))
  }

  async add(family: string, link: ProposedLink & { subjectId: string }, session: ClientSession): Promise<void> {
    const { subjectId } = link
    await this.links.updateOne(
      { _id: this.digest(family, link) },
      { $setOnInsert: { family, subjectId } },
      { upsert: true, session },
    )
  }

  /** A person links the row to the subject after all. */
  async lift(family: string, link: ProposedLink, session: ClientSession): Promise<void> {
    await this.links.deleteOne({ _id: this.digest(family, link) }, { session })
  }

  private digest(family: string, { judged: { identity, fields }, subjectId }: ProposedLink): string {
    return this.keyed('link', [family, subjectId, contentHash(identity), contentHash(fields)].join('|'))
  }
}
