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

/** Count and XOR of digests by place, of those places only to which something was added. */
export class DigestSums {
  private readonly sums = new Map<string, Sum>()

  add(place: string, digest: Buffer, count = 1): void {
    const sum = this.sums.get(place)
    if (sum === undefined) {
      this.sums.set(place, { count, digest: Buffer.from(digest) })
      return
    }
    sum.count += count
    for (let at = 0; at < DIGEST_BYTES; at += WORD_BYTES)
      sum.digest.writeInt32LE(sum.digest.readInt32LE(at) ^ digest.readInt32LE(at), at)
  }

  node(place: string): TreeNode {
    const { count = 0, digest } = this.sums.get(place) ?? {}
    return { place, count, digest: digest?.toString('hex') ?? '00'.repeat(DIGEST_BYTES) }
  }

  get filled(): Iterable<readonly [string, Readonly<Sum>]> {
    return this.sums
  }
}
