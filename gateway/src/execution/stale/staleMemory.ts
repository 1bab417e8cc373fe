import type { DivisionAnswer, DivisionRequest, StaleAnswer } from '../divisions/divisionCall.ts'
import { type DataObject, isDataObject } from '../run/dataObject.ts'
import { type KeptLimits, KeptValues } from './keptValues.ts'
import type { Lookup } from './lookup.ts'

/** Leaves of an entity: value, and when the division said it. */
type Leaves = ReadonlyMap<string, readonly [value: unknown, at: number]>

/** Share of the memory for entities looked up; the rest is for whole answers. */
const LOOKUP_SHARE = 1 / 4

/** Of a character in memory, and of a leaf beside its text. */
const CHARACTER_BYTES = 2
const LEAF_BYTES = 100

const hasErrors = ({ errors }: DivisionAnswer): boolean => Array.isArray(errors) && errors.length > 0

/** What divisions have said, so that it can stand in for them when they are out. */
export class StaleMemory {
  private readonly answers: KeptValues<Buffer>
  private readonly entities: KeptValues<Leaves>

  constructor(private readonly limits: KeptLimits) {
    const lookupBytes = limits.maxBytes * LOOKUP_SHARE
    this.answers = new KeptValues({ ...limits, maxBytes: limits.maxBytes - lookupBytes })
    this.entities = new KeptValues({ ...limits, maxBytes: lookupBytes })
  }

  get size(): number {
    return this.answers.size + this.entities.size
  }

  get bytes(): number {
    return this.answers.bytes + this.entities.bytes
  }

  /** Keeps what a division has said; what it does not know, or says with errors, takes the place of what it said before. */
  note(request: DivisionRequest, accessKey: string, answer: DivisionAnswer, now: number = Date.now()): void {
    const data = isDataObject(answer.data) && !hasErrors(answer) ? answer.data : {}
    const values = Object.values(data)
    const isKnown = values.length > 0 && !values.includes(null)
    if (request.stale?.whole) {
      const key = answerKey(request, accessKey)
      if (isKnown) this.answers.keep(key, answer.body, answer.body.length, now)
      else this.answers.forget(key)
    }
    for (const lookup of request.stale?.lookups ?? [])
      this.noteEntity(entityKey(request, accessKey, lookup), lookup, data[lookup.responseName], now)
  }

  /** What can stand in for the answer to a request; undefined when there is nothing. */
  recall(request: DivisionRequest, accessKey: string, now: number = Date.now()): StaleAnswer | undefined {
    if (request.stale?.whole) {
      const kept = this.answers.find(answerKey(request, accessKey), now)
      if (kept !== undefined) {
        const { data } = request.parse(kept.value) as { data: DataObject }
        return { data, asOf: kept.at, whole: true }
      }
    }
    return this.recallEntities(request, accessKey, now)
  }

  private noteEntity(key: string, { leaves }: Lookup, entity: unknown, now: number): void {
    if (!isDataObject(entity)) {
      this.entities.forget(key)
      return
    }
    const known = new Map(this.entities.find(key, now)?.value)
    for (const name of leaves) known.set(name, [entity[name], now])
    let bytes = 0
    for (const [value] of known.values()) bytes += LEAF_BYTES + CHARACTER_BYTES * String(value).length
    this.entities.keep(key, known, bytes, now)
  }

  private recallEntities(request: DivisionRequest, accessKey: string, now: number): StaleAnswer | undefined {
    const { lookups = [] } = request.stale ?? {}
    const data: DataObject = {}
    let asOf = Number.POSITIVE_INFINITY
    let whole = true
    for (const lookup of lookups) {
      const kept = this.entities.find(entityKey(request, accessKey, lookup), now)
      const entity: DataObject = {}
      for (const name of lookup.leaves) {
        const [value, at] = kept?.value.get(name) ?? [undefined, 0]
        if (value === undefined || now - at > this.limits.maxAgeMillis) continue
        entity[name] = value
        asOf = Math.min(asOf, at)
      }
      const found = Object.keys(entity).length
      whole &&= lookup.leavesOnly && found === lookup.leaves.length
      if (found > 0) data[lookup.responseName] = entity
    }
    return asOf === Number.POSITIVE_INFINITY ? undefined : { data, asOf, whole }
  }
}

function answerKey({ division, body }: DivisionRequest, accessKey: string): string {
  return `${division} ${accessKey} ${body}`
}

function entityKey({ division, variables }: DivisionRequest, accessKey: string, lookup: Lookup): string {
  return `${division} ${accessKey} ${lookup.key(variables)}`
}
