import { readSync, writeSync } from 'node:fs'
import { importLimits } from '../importLimits.ts'

const STRINGS_PER_PAGE = 256

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
    const bytes = Buffer.from(JSON.stringify(this.filling))
    for (let at = 0; at < bytes.length; ) at += writeSync(this.file, bytes, at, bytes.length - at, this.end + at)
    this.places.push({ offset: this.end, length: bytes.length })
    this.end += bytes.length
    this.filling = []
  }

  /** @returns undefined for a number that no string has */
  get(index: number): string | undefined {
    const number = Math.floor(index / STRINGS_PER_PAGE)
    return this.page(number)?.[index % STRINGS_PER_PAGE]
  }

  private page(number: number): readonly string[] | undefined {
    if (this.used?.number === number) return this.used.strings
    if (number === this.places.length) return this.filling
    const page = this.held.get(number) ?? this.load(number)
    if (page === undefined) return undefined
    this.held.delete(number)
    this.held.set(number, page)
    this.used = { number, strings: page.strings }
    return page.strings
  }

  private load(number: number): Page | undefined {
    const place = this.places[number]
    if (place === undefined) return undefined
    const bytes = Buffer.allocUnsafe(place.length)
    for (let at = 0; at < place.length; ) {
      const read = readSync(this.file, bytes, at, place.length - at, place.offset + at)
      if (read === 0) throw new Error('The file of shared strings has become shorter')
      at += read
    }
    const strings: string[] = JSON.parse(bytes.toString('utf8'))
    const page = { strings, characters: strings.reduce((sum, { length }) => sum + length, 0) }
    this.makeRoom(page.characters)
    this.heldCharacters += page.characters
    return page
  }

  private makeRoom(characters: number): void {
    for (const [oldest, page] of this.held) {
      if (this.heldCharacters + characters <= importLimits.heldCharacters) return
      this.held.delete(oldest)
      this.heldCharacters -= page.characters
    }
  }
}
