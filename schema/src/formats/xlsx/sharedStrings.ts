import { readSync, writeSync } from 'node:fs'
import { importLimits } from '../importLimits.ts'

const STRINGS_PER_PAGE = 256
/** Bytes that the ends of a page's strings take at its beginning. */
const ENDS = STRINGS_PER_PAGE * 4
/** Pages beyond this are not read whole, so that strings asked for in any order cost no more than themselves. */
const WHOLE_BYTES = 65_536

interface Page {
  strings: readonly string[]
  characters: number
}

/**
 * The shared strings of a workbook, by number: in pages on disk, of which so many characters are kept in memory as were
 * used last. Programs number strings as cells come, so a sheet read in order asks for the same few pages many times.
 */
export class SharedStrings {
  /** Pages in memory, the one used last at the end. */
  private readonly held = new Map<number, Page>()
  private heldCharacters = 0
  private readonly places: { offset: number; length: number }[] = []
  private end = 0
  /** The last page, not on disk yet. */
  private filling: string[] = []
  private used: { number: number; strings: readonly string[] } | undefined

  /** @param file descriptor of an empty file; reads and writes are synchronous, as a parser calls in between */
  constructor(private readonly file: number) {}

  add(text: string): void {
    this.filling.push(text)
    if (this.filling.length < STRINGS_PER_PAGE) return
    const texts = this.filling.map((string) => Buffer.from(string))
    const ends = Buffer.alloc(ENDS)
    let end = ENDS
    texts.forEach(({ length }, index) => {
      end += length
      ends.writeUInt32LE(end, index * 4)
    })
    this.append(Buffer.concat([ends, ...texts]))
    this.filling = []
  }

  /** @returns undefined for a number that no string has */
  get(index: number): string | undefined {
    const number = Math.floor(index / STRINGS_PER_PAGE)
    const within = index % STRINGS_PER_PAGE
    if (number === this.places.length) return this.filling[within]
    const place = this.places[number]
    if (place === undefined) return undefined
    return place.length > WHOLE_BYTES ? this.single(place.offset, within) : this.page(number, place)[within]
  }

  private append(bytes: Uint8Array): void {
    for (let at = 0; at < bytes.length; ) at += writeSync(this.file, bytes, at, bytes.length - at, this.end + at)
    this.places.push({ offset: this.end, length: bytes.length })
    this.end += bytes.length
  }

  private single(offset: number, within: number): string {
    const ends = this.read(offset, ENDS)
    const begin = within === 0 ? ENDS : ends.readUInt32LE((within - 1) * 4)
    return this.read(offset + begin, ends.readUInt32LE(within * 4) - begin).toString('utf8')
  }

  private page(number: number, { offset, length }: { offset: number; length: number }): readonly string[] {
    if (this.used?.number === number) return this.used.strings
    const page = this.held.get(number) ?? this.load(offset, length)
    this.held.delete(number)
    this.held.set(number, page)
    this.used = { number, strings: page.strings }
    return page.strings
  }

  private load(offset: number, length: number): Page {
    const bytes = this.read(offset, length)
    let begin = ENDS
    const strings = Array.from({ length: STRINGS_PER_PAGE }, (_, index) => {
      const end = bytes.readUInt32LE(index * 4)
      const text = bytes.toString('utf8', begin, end)
      begin = end
      return text
    })
    const page = { strings, characters: strings.reduce((sum, text) => sum + text.length, 0) }
    this.makeRoom(page.characters)
    this.heldCharacters += page.characters
    return page
  }

  private read(offset: number, length: number): Buffer {
    const bytes = Buffer.allocUnsafe(length)
    for (let at = 0; at < length; ) {
      const read = readSync(this.file, bytes, at, length - at, offset + at)
      if (read === 0) throw new Error('The file of shared strings has become shorter')
      at += read
    }
    return bytes
  }

  private makeRoom(characters: number): void {
    for (const [oldest, page] of this.held) {
      if (this.heldCharacters + characters <= importLimits.heldCharacters) return
      this.held.delete(oldest)
      this.heldCharacters -= page.characters
    }
  }
}
