/**
 * Text goes to the buffer in pieces of about this many characters: a rope of a few hundred parts is flattened within
 * the processor's cache, one of ten thousand parts is not.
 */
const PIECE = 2_048
/** Collects byte text as bytes. */
export class ByteWriter {
  private buffer: Buffer
  private length = 0
  private pending = ''

  /** @param expected about how many bytes it will be */
  constructor(expected: number) {
    this.buffer = Buffer.allocUnsafeSlow(expected + PIECE)
  }

  add(text: string): void {
    this.pending += text
    if (this.pending.length > PIECE) this.flush()
  }

  /** Adds what is bytes already. */
  addBytes(bytes: Uint8Array): void {
    this.flush()
    this.reserve(bytes.length)
    this.buffer.set(bytes, this.length)
    this.length += bytes.length
  }

  /** How many bytes there are so far. */
  position(): number {
    this.flush()
    return this.length
  }

  /** Adds once more what has been written between two positions. */
  repeat(start: number, end: number): void {
    this.flush()
    this.reserve(end - start)
    this.buffer.copyWithin(this.length, start, end)
    this.length += end - start
  }

  /** What has been written; the writer must not be used any more. */
  bytes(): Buffer {
    this.flush()
    return this.buffer.subarray(0, this.length)
  }

  private flush(): void {
    if (this.pending === '') return
    this.reserve(this.pending.length)
    this.length += this.buffer.write(this.pending, this.length, 'latin1')
    this.pending = ''
  }

  private reserve(bytes: number): void {
    if (this.length + bytes <= this.buffer.length) return
    const larger = Buffer.allocUnsafeSlow((this.length + bytes) * 2)
    this.buffer.copy(larger, 0, 0, this.length)
    this.buffer = larger
  }
}
