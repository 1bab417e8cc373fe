import { readSync, writeSync } from 'node:fs'
import { importLimits } from '../importLimits.ts'

const STRINGS_PER_PAGE = 256

interface Place {
  offset: number
  length: number
}

/**
 * The shared strings of a workbook, by number. So many characters are kept in memory, in pages; the pages used longest
 * ago are on disk. Programs number strings as cells come, so a sheet read in order asks for the same page many times.
 */
export class SharedStrings {
  /** Pages in memory, the one used last at the end. */
  private readonly held = new Map<number, readonly string[]>()
  private heldCharacters = 0
  private readonly places: (Place | undefined)[] = []
  private end = 0
  private filling: string[] = []
  private fillingCharacters = 0
  private used: { number: number; strings: readonly string[] } | undefined

  /** @param file descriptor of an empty file; reads and writes are synchronous, as a parser calls in between */
  constructor(private readonly file: number) {}

  add(text: string): void {
    this.filling.push(text)
    this.fillingCharacters += text.length
    if (this.filling.length < STRINGS_PER_PAGE) return
    const number = this.places.length
    this.places.push(undefined)
    this.hold(number, this.filling, this.fillingCharacters)
    this.filling = []
    this.fillingCharacters = 0
  }

  /** @returns undefined for a number that no string has */
  get(index: number): string | undefined {
    const number = Math.floor(index / STRINGS_PER_PAGE)
    return this.page(number)?.[index % STRINGS_PER_PAGE]
  }

  private page(number: number): readonly string[] | undefined {
    if (this.used?.number === number) return this.used.strings
    if (number === this.places.length) return this.filling
    const strings = this.held.get(number) ?? this.load(number)
    if (strings === undefined) return undefined
    this.held.delete(number)
    this.held.set(number, strings)
    this.used = { number, strings }
    return strings
  }

  private load(number: number): readonly string[] | undefined {
    const place = this.places[number]
    if (place === undefined) return undefined
    const bytes = Buffer.allocUnsafe(place.length)
    for (let at = 0; at < place.length; ) {
      const read = readSync(this.file, bytes, at, place.length - at, place.offset + at)
      if (read === 0) throw new Error('The file of shared strings has become shorter')
      at += read
    }
    const strings: string[] = JSON.parse(bytes.toString('utf8'))
    this.hold(number, strings, charactersOf(strings))
    return strings
  }

  private hold(number: number, strings: readonly string[], characters: number): void {
    this.held.set(number, strings)
    this.heldCharacters += characters
    for (const [oldest, page] of this.held) {
      if (this.heldCharacters <= importLimits.heldCharacters || oldest === number) return
      this.places[oldest] ??= this.store(page)
      this.held.delete(oldest)
      this.heldCharacters -= charactersOf(page)
    }
  }

  private store(strings: readonly string[]): Place {
    const bytes = Buffer.from(JSON.stringify(strings))
    for (let at = 0; at < bytes.length; ) at += writeSync(this.file, bytes, at, bytes.length - at, this.end + at)
    const place = { offset: this.end, length: bytes.length }
    this.end += bytes.length
    return place
  }
}

const charactersOf = (strings: readonly string[]): number => strings.reduce((sum, { length }) => sum + length, 0)
