import type { EvidenceRecord } from '../record/evidenceRecord.ts'

/** What the records say about chains: which one followed, and what has been pruned. */
export class PrunedChains {
  private readonly followed = new Set<string>()
  private readonly statements: EvidenceRecord[] = []

  /** Reads `details` of CHAIN_OPENED (`follows`: a chain) and PRUNED (`chains`: how many records of each are gone). */
  note(record: EvidenceRecord): void {
    const { kind, details = {} } = record
    if (kind === 'CHAIN_OPENED' && typeof details.follows === 'string') this.followed.add(details.follows)
    if (kind === 'PRUNED') this.statements.push(record)
  }

  /** Chains that must have been here, because another has followed them. */
  get mentioned(): Iterable<string> {
    return this.followed
  }

  /**
   * How many records of each chain, from the first, have been pruned.
   * @param isSealed whether a statement is one that was signed: anyone can write an unsigned one
   */
  through(isSealed: (statement: EvidenceRecord) => boolean): ReadonlyMap<string, number> {
    const through = new Map<string, number>()
    for (const statement of this.statements.filter(isSealed)) {
      for (const [chain, size] of Object.entries(statement.details?.chains ?? {}))
        if (typeof size === 'number') through.set(chain, Math.max(size, through.get(chain) ?? 0))
    }
    return through
  }
}
