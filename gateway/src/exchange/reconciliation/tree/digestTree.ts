import { entryDigest, type HeldEntry, recordPlace } from './heldEntry.ts'

/** Everything below one place of a tree. */
export interface TreeNode {
  /** Hexadecimal digits from the root; '' is the root. */
  readonly place: string
  /** Entries below. */
  readonly count: number
  /** XOR of the digests of the entries below, hexadecimal; zeros where there are none. */
  readonly digest: string
}

interface Sum {
  count: number
  readonly digest: Buffer
}

const DIGEST_BYTES = 32
const WORD_BYTES = 4
const DIGITS = [...'0123456789abcdef']

/**
 * Digests over a set of (record, version), for two holders to find out in which few places their sets differ. It is the
 * same in whatever order entries come, and keeps sums and no entries: of any number of records it takes the memory of its
 * deepest level.
 */
export class DigestTree {
  private readonly deepest = new Map<string, Sum>()
  /** Sums of every level, once somebody asks. */
  private sums: Map<string, Sum> | undefined

  /** @param depth levels below the root; places deeper than that are not told apart */
  constructor(readonly depth: number) {}

  /** Adds an entry that is not in it. */
  add(entry: Pick<HeldEntry, 'record' | 'version'>): void {
    const place = recordPlace(entry.record).slice(0, this.depth)
    addTo(this.deepest, place, { count: 1, digest: entryDigest(entry) })
    this.sums = undefined
  }

  /** The node of a place no deeper than the tree. */
  node(place: string): TreeNode {
    this.sums ??= this.summed()
    const { count = 0, digest } = this.sums.get(place) ?? {}
    return { place, count, digest: digest?.toString('hex') ?? '00'.repeat(DIGEST_BYTES) }
  }

  /** The sixteen nodes below a place. */
  children(place: string): TreeNode[] {
    return DIGITS.map((digit) => this.node(place + digit))
  }

  private summed(): Map<string, Sum> {
    const sums = new Map<string, Sum>()
    for (const [place, sum] of this.deepest)
      for (let level = 0; level <= this.depth; level += 1) addTo(sums, place.slice(0, level), sum)
    return sums
  }
}

function addTo(sums: Map<string, Sum>, place: string, { count, digest }: Sum): void {
  const sum = sums.get(place)
  if (sum === undefined) {
    sums.set(place, { count, digest: Buffer.from(digest) })
    return
  }
  sum.count += count
  for (let at = 0; at < DIGEST_BYTES; at += WORD_BYTES)
    sum.digest.writeInt32LE(sum.digest.readInt32LE(at) ^ digest.readInt32LE(at), at)
}
