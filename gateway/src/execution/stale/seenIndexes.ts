import { setImmediate as breathe } from 'node:timers/promises'
import { parseByteText } from '../byteText.ts'
import { type DataObject, isDataObject } from '../run/dataObject.ts'
import { bodyIn } from './answerKey.ts'
import type { KeptValues } from './keptValues.ts'
import { SeenEntities } from './seenEntities.ts'
import type { KeptAnswer, KeptEntity, Told } from './staleMemory.ts'

/** While a division answers some and not others, indexes are made anew for this share of the time at most. */
const SHARE_OF_TIME = 1 / 20
/** Identifiers of all indexes together; those made first go first. */
const MOST_IDENTIFIERS = 40_000
/** Others get their turn after so long. */
const SLICE_MILLIS = 4

/** The variables that an answer was asked for with, where its entities are known by them. */
function variablesOf(key: string, answer: KeptAnswer): DataObject | undefined {
  if (answer.places.every(({ representations }) => representations === undefined)) return undefined
  const body = JSON.parse(bodyIn(key, answer)) as { readonly variables: DataObject }
  return body.variables
}

interface Index extends Told {
  /** How often the division had said something by then. */
  readonly sayings: number
  readonly seen: Promise<SeenEntities>
  identifiers: number
  /** By `performance.now()`; it is not made anew before. */
  restsUntil: number
}

/**
 * Finds entities in all that was said to callers of the same rights. That is gone through when a division is out and somebody
 * asks for it, so that it costs nothing while all are well.
 */
export class SeenIndexes {
  private readonly made = new Map<string, Index>()
  /** How often each division has said something. */
  private readonly sayings = new Map<string, number>()

  constructor(
    private readonly answers: KeptValues<KeptAnswer>,
    private readonly entities: KeptValues<KeptEntity>,
  ) {}

  /** Told of everything that a division says; one that speaks again needs no index for now. */
  noted(division: string): void {
    this.sayings.set(division, this.sayingsOf(division) + 1)
    for (const [key, index] of this.made)
      if (index.division === division && index.restsUntil < performance.now()) this.made.delete(key)
  }

  drop(division: string): void {
    for (const [key, index] of this.made) if (index.division === division) this.made.delete(key)
  }

  of(told: Told, now: number): Promise<SeenEntities> {
    const key = `${told.division} ${told.rights}`
    const known = this.made.get(key)
    const sayings = this.sayingsOf(told.division)
    if (known !== undefined && (known.sayings === sayings || performance.now() < known.restsUntil)) return known.seen
    const begun = performance.now()
    const seen = this.make(told, now)
    const index: Index = { ...told, sayings, seen, identifiers: 0, restsUntil: Number.POSITIVE_INFINITY }
    this.made.delete(key)
    this.made.set(key, index)
    seen.then(
      ({ size }) => {
        const ended = performance.now()
        index.restsUntil = ended + (ended - begun) / SHARE_OF_TIME
        index.identifiers = size
        this.trim()
      },
      // Whoever waits for it hears of the fault; here it must not end the process.
      () => {
        if (this.made.get(key) === index) this.made.delete(key)
      },
    )
    return seen
  }

  private sayingsOf(division: string): number {
    return this.sayings.get(division) ?? 0
  }

  private async make({ division, rights }: Told, now: number): Promise<SeenEntities> {
    const seen = new SeenEntities()
    let slice = performance.now()
    const isOwn = (told: Told): boolean => told.division === division && told.rights === rights
    for (const { value } of this.entities.all(now))
      if (isOwn(value) && value.by) seen.add(value.type, value.identifiers, value.leaves)
    for (const { key, value, at } of [...this.answers.all(now)]) {
      if (!isOwn(value) || value.places.length === 0) continue
      const answer = parseByteText(value.body.toString('latin1'))
      const data = isDataObject(answer) ? answer.data : undefined
      const variables = variablesOf(key, value)
      for (const place of value.places) seen.addPlace(place, data, at, variables)
      if (performance.now() - slice < SLICE_MILLIS) continue
      await breathe()
      slice = performance.now()
    }
    return seen
  }

  private trim(): void {
    let sum = 0
    for (const { identifiers } of this.made.values()) sum += identifiers
    for (const [key, { identifiers }] of this.made) {
      if (sum <= MOST_IDENTIFIERS || this.made.size === 1) return
      this.made.delete(key)
      sum -= identifiers
    }
  }
}
