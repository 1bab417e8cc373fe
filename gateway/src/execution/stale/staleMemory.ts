import { shanghaiDate } from '@hub/schema/calendar/shanghaiDate'
import { toByteText } from '../byteText.ts'
import type { DivisionAnswer, DivisionRequest, StaleAnswer } from '../divisions/divisionCall.ts'
import { type DataObject, isDataObject } from '../run/dataObject.ts'
import { answerKey } from './answerKey.ts'
import type { AnswerTells } from './answerTells.ts'
import type { EntityPlace } from './entityPlaces.ts'
import { isTakenBack } from './isTakenBack.ts'
import { type KeptLimits, KeptValues } from './keptValues.ts'
import type { Identification, Lookup } from './lookup.ts'
import { ownId } from './ownId.ts'
import { named } from './representedSlots.ts'
import type { Leaves, SeenEntities } from './seenEntities.ts'
import { SeenIndexes } from './seenIndexes.ts'
import type { StaleRule } from './staleRule.ts'
import { StandIn } from './standIn.ts'
import type { TakenBack } from './takenBack.ts'

/** To whom something was said, and by which division: callers with the same rights are told the same. */
export interface Told {
  readonly division: string
  readonly rights: string
}

/** A whole answer. */
export interface KeptAnswer extends Told {
  readonly body: Buffer
  readonly places: readonly EntityPlace[]
  readonly tells: AnswerTells
  /** Of which subjects alone it tells, beside those represented; undefined where it may tell of any. */
  readonly subjectIds: readonly string[] | undefined
}

/** What of a look-up is kept with its entity: not all of it, which holds on to the operation that it is of. */
type EntityNames = Pick<Lookup, 'type' | 'identifiers' | 'idName'>

/** An entity that was looked up. */
export interface KeptEntity extends Told, EntityNames {
  /** By which of its identifiers it was looked up, as it is now; undefined where by anything else, or as it was. */
  readonly by: Identification | undefined
  readonly leaves: Leaves
}

/** An own object each time: one is told from another of the same millisecond. */
interface Retraction {
  /** In milliseconds of the epoch. */
  readonly at: number
}

/** Share of the memory for entities looked up; the rest is for whole answers. */
const LOOKUP_SHARE = 1 / 4

/** Of a character in memory, and of a leaf beside its text. */
const CHARACTER_BYTES = 2
const LEAF_BYTES = 100

const hasErrors = ({ errors }: DivisionAnswer): boolean => Array.isArray(errors) && errors.length > 0

/** What divisions have said, so that it can stand in for them when they are out. */
export class StaleMemory {
  private readonly answers: KeptValues<KeptAnswer>
  private readonly entities: KeptValues<KeptEntity>
  private readonly indexes: SeenIndexes
  /** When each division last took something back. */
  private readonly retracted = new Map<string, Retraction>()

  constructor(private readonly limits: KeptLimits) {
    const lookupBytes = limits.maxBytes * LOOKUP_SHARE
    this.answers = new KeptValues({ ...limits, maxBytes: limits.maxBytes - lookupBytes })
    this.entities = new KeptValues({ ...limits, maxBytes: lookupBytes })
    this.indexes = new SeenIndexes(this.answers, this.entities)
  }

  get size(): number {
    return this.answers.size + this.entities.size
  }

  get bytes(): number {
    return this.answers.bytes + this.entities.bytes
  }

  /**
   * Keeps what a division has said; what it does not know, or says with errors, takes the place of what it said before.
   * @param rights equal for callers who are told the same
   * @param asked when the division was asked
   */
  note(request: DivisionRequest, rights: string, answer: DivisionAnswer, asked: number): void {
    const { division, stale } = request
    // What was asked before something was taken back may tell of it.
    if (asked <= (this.retracted.get(division)?.at ?? -1)) return
    const data = isDataObject(answer.data) && !hasErrors(answer) ? answer.data : {}
    const values = Object.values(data)
    const isKnown = values.length > 0 && !values.includes(null)
    if (stale?.whole) {
      const { body } = answer
      const { places, tells } = stale
      const subjectIds = subjectsOf(stale, data, request.variables)
      const kept: KeptAnswer = { division, rights, body, places, tells, subjectIds }
      const key = answerKey(kept, request.body)
      if (isKnown) this.answers.keep(key, kept, body.length, asked)
      else this.answers.forget(key)
    }
    for (const lookup of stale?.lookups ?? [])
      this.noteEntity(request, rights, lookup, data[lookup.responseName], asked)
    this.indexes.noted(division)
  }

  /**
   * Forgets what a division has taken back: every whole answer that may tell of it, and the entities named.
   * @param taken undefined where it is not known what
   */
  retract(division: string, taken: TakenBack | undefined, now: number = Date.now()): void {
    this.retracted.set(division, { at: now })
    for (const { key, value } of this.answers.all(now))
      if (value.division === division && isTakenBack(key, value, taken)) this.answers.forget(key)
    for (const { key, value } of this.entities.all(now))
      if (value.division === division && mayBeOneOf(value, taken)) this.entities.forget(key)
    this.indexes.drop(division)
  }

  /** What can stand in for the answer to a request; undefined when there is nothing. */
  async recall(request: DivisionRequest, rights: string, now: number = Date.now()): Promise<StaleAnswer | undefined> {
    const { division, stale } = request
    if (stale === undefined) return undefined
    const told: Told = { division, rights }
    const kept = stale.whole ? this.answers.find(answerKey(told, request.body), now) : undefined
    if (kept !== undefined && !(stale.dated && isOfAnotherDay(kept.at, now))) {
      const { data } = request.parse(kept.value.body) as { data: DataObject }
      return { data, asOf: kept.at, whole: true }
    }
    const retraction = this.retracted.get(division)
    const standIn = new StandIn((at) => now - at <= this.limits.maxAgeMillis)
    const seen = () => this.indexes.of(told, now)
    for (const lookup of stale.lookups) await this.recallLookup(standIn, request, rights, lookup, { now, seen })
    if (stale.represented.length > 0) recallRepresented(standIn, request, await seen())
    // What has been taken back while an index was made may be in it, and in what was found before.
    return this.retracted.get(division) === retraction ? standIn.answer() : undefined
  }

  private noteEntity(request: DivisionRequest, rights: string, lookup: Lookup, entity: unknown, asked: number): void {
    const { division, variables } = request
    const key = entityKey(request, rights, lookup)
    if (!isDataObject(entity)) {
      this.entities.forget(key)
      return
    }
    const known = new Map(this.entities.find(key, asked)?.value.leaves)
    for (const name of lookup.leaves) known.set(name, [entity[name], asked])
    let bytes = 0
    for (const [value] of known.values()) bytes += LEAF_BYTES + CHARACTER_BYTES * String(value).length
    const { type, identifiers, idName } = lookup
    const by = lookup.by(variables)
    this.entities.keep(key, { division, rights, type, identifiers, idName, by, leaves: known }, bytes, asked)
  }

  private async recallLookup(
    standIn: StandIn,
    request: DivisionRequest,
    rights: string,
    lookup: Lookup,
    { now, seen }: { now: number; seen: () => Promise<SeenEntities> },
  ): Promise<void> {
    const found = this.entities.find(entityKey(request, rights, lookup), now)
    const own = found !== undefined && lookup.dated && isOfAnotherDay(found.at, now) ? undefined : found?.value.leaves
    const by = lookup.by(request.variables)
    const isEnough = lookup.leaves.every((name) => own?.has(name))
    // Whether a record is still open is for its division to say: of what was said of it elsewhere nothing is told.
    const isSought = by !== undefined && !isEnough && !lookup.dated
    const others = isSought ? (await seen()).find(lookup.type, by.name, toByteText(by.value)) : undefined
    standIn.lookUp(lookup, [own, others])
  }
}

function recallRepresented(standIn: StandIn, { body, stale }: DivisionRequest, seen: SeenEntities): void {
  const { variables } = JSON.parse(body) as { variables: Readonly<Record<string, readonly DataObject[]>> }
  for (const slot of stale?.represented ?? []) {
    const entities = (variables[slot.variable] ?? []).map((representation) => {
      const type = slot.types.get(String(representation.__typename))
      const by = type && named(representation, type)
      const leaves = by && seen.find(String(representation.__typename), by.name, by.value)
      return { type, leaves }
    })
    standIn.represent(slot.name, entities)
  }
}

/** The ids of the subjects that were looked up; undefined where the answer may tell of others. */
function subjectsOf(
  { lookups, tells }: StaleRule,
  data: DataObject,
  variables: DivisionRequest['variables'],
): readonly string[] | undefined {
  if (!tells.ofNamed) return undefined
  const ids = lookups.map(({ idName, by, responseName }) => {
    const entity = data[responseName]
    return ownId(idName, by(variables), (name) => (isDataObject(entity) ? entity[name] : undefined))
  })
  return ids.some((id) => id === undefined) ? undefined : ids.filter((id) => id !== undefined)
}

/** Whether a kept entity may be one of those taken back. */
function mayBeOneOf({ type, idName, by, leaves }: KeptEntity, taken: TakenBack | undefined): boolean {
  const ids = taken?.get(type)
  const id = ownId(idName, by, (name) => leaves.get(name)?.[0])
  return taken === undefined || (ids !== undefined && (id === undefined || ids.has(id)))
}

/** Whether a day has begun in between on which what was open need not be open any more. */
function isOfAnotherDay(at: number, now: number): boolean {
  return shanghaiDate(new Date(at)) !== shanghaiDate(new Date(now))
}

function entityKey({ division, variables }: DivisionRequest, rights: string, lookup: Lookup): string {
  return `${division} ${rights} ${lookup.key(variables)}`
}
