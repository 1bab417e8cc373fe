import type { FetchStep } from '../plan/fetchStep.ts'
import type { PlacedStep, ProgramSlot } from '../plan/program.ts'
import type { NotNamed } from '../plan/representationWriter.ts'
import { namesIn } from '../plan/stepPath.ts'
import type { DataObject } from './dataObject.ts'
import { FieldFailure } from './fieldFailure.ts'
import { gatherObjects } from './gatherObjects.ts'
import { loseBeneath } from './loseBeneath.ts'
import { codedReport } from './reportErrors.ts'
import type { RunState } from './runState.ts'

const NONE = -1

/** Representations, each once, with the objects they were made of. */
export class RepresentationBatch {
  readonly objects: DataObject[] = []
  /** For each object, by which of a slot's steps it is completed. */
  readonly placed: number[] = []
  /** For each representation, the first object it was made of. */
  readonly firsts: number[] = []
  private readonly lasts: number[] = []
  private readonly following: number[] = []
  private readonly representations: string[] = []
  private readonly positions = new Map<string, number>()
  private joined: string | undefined

  /** The representations as byte text, with commas between them. */
  get text(): string {
    this.joined ??= this.representations.join()
    return this.joined
  }

  /** How many representations there are. */
  get size(): number {
    return this.firsts.length
  }

  /** The object after another that has the same representation; negative when there is none. */
  after(at: number): number {
    return this.following[at] ?? NONE
  }

  /** Adds objects that all have a representation, each its own, to a batch that gets no others. */
  addDistinct(objects: readonly DataObject[], representations: readonly (string | undefined)[], placed: number): void {
    for (let at = 0; at < objects.length; at += 1) {
      this.objects.push(objects[at] as DataObject)
      this.placed.push(placed)
      this.firsts.push(at)
      this.representations.push(representations[at] as string)
    }
  }

  add(representation: string, object: DataObject, placed: number): void {
    const at = this.objects.push(object) - 1
    this.placed.push(placed)
    this.following.push(NONE)
    const position = this.positions.get(representation)
    if (position === undefined) {
      this.positions.set(representation, this.firsts.length)
      this.firsts.push(at)
      this.lasts.push(at)
      this.representations.push(representation)
    } else {
      this.following[this.lasts[position] ?? NONE] = at
      this.lasts[position] = at
    }
  }
}

/**
 * Collects what a slot asks for. An object of which too little is known is not asked for; one of which an input failed
 * fails in what would have been computed from it. Slots that ask by the same inputs share what is collected until the data change.
 */
export function representationBatch(state: RunState, slot: ProgramSlot): RepresentationBatch {
  const { gathered, merger } = state
  const known = merger.failed ? undefined : gathered.batches.get(slot.inputs)
  if (known !== undefined) return known
  const batch = new RepresentationBatch()
  const unnamed = slot.placed.map((_, index) => addPlaced(state, slot, index, batch))
  if (unnamed.includes(true)) gathered.changed()
  else gathered.batches.set(slot.inputs, batch)
  return batch
}

/** Adds the objects of one of a slot's steps. @returns whether any could not be named */
function addPlaced(
  state: RunState,
  { placed, representation }: ProgramSlot,
  index: number,
  batch: RepresentationBatch,
): boolean {
  const { data, gathered, merger } = state
  const { step, path } = placed[index] as PlacedStep
  if (merger.failed) loseBeneath(data, step.path, step.brings)
  const objects = path === undefined ? [data] : gatherObjects(data, path, gathered)
  const names = representation === path?.sameness?.representation ? gathered.namesAt(path?.index) : undefined
  if (names?.distinct && placed.length === 1) {
    batch.addDistinct(objects, names.texts, index)
    return false
  }
  let unnamed = false
  objects.forEach((object, at) => {
    const text = names?.texts[at] ?? representation?.write(object)
    if (typeof text === 'string') batch.add(text, object, index)
    else if (text !== undefined) {
      unnamed = true
      if (text instanceof FieldFailure) merger.fail(object, step.brings, text)
      else dropUnnamed(state, step, object, text)
    }
  })
  return unnamed
}

/** What is asked of no division because the object cannot be named: lost by the division that left out what it takes. */
function dropUnnamed({ merger, divisionOf }: RunState, step: FetchStep, object: DataObject, why: NotNamed): void {
  const names = namesIn(step.path)
  const division = why.leftOut === undefined ? undefined : divisionOf([...names, why.leftOut])
  if (division === undefined) merger.leaveUnknown(object, step.brings)
  else merger.fail(object, step.brings, FieldFailure.of(codedReport('HUB_DIVISION_BAD_RESPONSE', division)))
}
