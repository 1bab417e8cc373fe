/** What has been done to evidence. */
export type FindingKind =
  /** A record is not what its hash says, or not the one that the next was linked to. */
  | 'CHANGED'
  /** A record is not there, and was not pruned. */
  | 'REMOVED'
  /** A record stands where another belongs. */
  | 'INSERTED'
  /** A record stands later than it belongs. */
  | 'REORDERED'
  /** Records agree with each other but not with what was signed of them: changed together, hashes included. */
  | 'REWRITTEN'
  /** A checkpoint is not what a known key has signed. */
  | 'CHECKPOINT_FORGED'
  /** A later checkpoint does not go on from this one: what was signed here has been replaced since. */
  | 'NOT_CONTINUED'

/** The first fault of a chain. */
export interface Finding {
  readonly kind: FindingKind
  readonly chain: string
  /** Where it begins: sequence of the first record concerned. */
  readonly sequence: number
  /** Where what is known to be wrong ends, when that is more than one record. */
  readonly through?: number
}
