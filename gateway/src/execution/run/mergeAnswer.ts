import type { DivisionAnswer, StaleAnswer } from '../divisions/divisionCall.ts'
import type { BroughtField } from '../plan/broughtField.ts'
import type { ProgramGroup, ProgramSlot } from '../plan/program.ts'
import { copyOf } from './copyOf.ts'
import { type DataObject, isDataObject } from './dataObject.ts'
import { type FailureReport, FieldFailure } from './fieldFailure.ts'
import { gatherObjects } from './gatherObjects.ts'
import { type DivisionError, placeError } from './placeErrors.ts'
import { renameFields } from './renameFields.ts'
import { codedReport, divisionErrors } from './reportErrors.ts'
import type { RepresentationBatch } from './representationBatch.ts'
import type { RunState } from './runState.ts'

/** The batches of a group's slots, by the slot's position; undefined for a slot at the root, which has none. */
export type Batches = readonly (RepresentationBatch | undefined)[]

/** The objects that a slot without representations completes: the root, or the payloads of a mutation. */
function objectsOf(state: RunState, slot: ProgramSlot): DataObject[] {
  return slot.placed.flatMap(({ path }) =>
    path === undefined ? [state.data] : gatherObjects(state.data, path, state.gathered),
  )
}

/** Fails what a group would have brought had there been time to ask. */
export function failUnasked(state: RunState, group: ProgramGroup, report: FailureReport): void {
  for (const { placed } of group.slots)
    for (const { step, path } of placed) {
      const objects = path === undefined ? [state.data] : gatherObjects(state.data, path, state.gathered)
      for (const object of objects) state.merger.fail(object, step.brings, FieldFailure.of(report))
    }
}

function failSlot(
  state: RunState,
  slot: ProgramSlot,
  batch: RepresentationBatch | undefined,
  failure: FieldFailure,
): void {
  if (batch === undefined)
    for (const object of objectsOf(state, slot)) state.merger.fail(object, slot.steps[0]?.brings ?? [], failure)
  else
    batch.objects.forEach((object, at) => {
      state.merger.fail(object, bringsTo(slot, batch, at), failure)
    })
}

/** Fails everything that a group would have brought. */
export function failGroup(state: RunState, group: ProgramGroup, batches: Batches, report: FailureReport): void {
  group.slots.forEach((slot, index) => {
    failSlot(state, slot, batches[index], FieldFailure.of(report))
  })
}

/** What an object of a batch is asked for. */
function bringsTo({ placed }: ProgramSlot, batch: RepresentationBatch, at: number): readonly BroughtField[] {
  return placed[batch.placed[at] ?? 0]?.step.brings ?? []
}

/** A list of entities failed as a whole: so did each of them, wherever in the list it began. */
function wholly({ causes, consequence }: FieldFailure): FieldFailure {
  return new FieldFailure(
    causes.map(({ report }) => ({ report, below: [] })),
    consequence,
  )
}

/** Null says that the division does not know the entity; whatever else is no object is no answer. */
function entityFailure(entity: unknown, division: string): FieldFailure | undefined {
  if (entity instanceof FieldFailure) return entity
  if (entity === null || isDataObject(entity)) return undefined
  return FieldFailure.of(codedReport('HUB_DIVISION_BAD_RESPONSE', division))
}

/** The failure of what an object lacks though it was asked for; undefined when it has it all. */
function lackOf(object: DataObject, due: readonly string[], division: string): FieldFailure | undefined {
  for (const name of due)
    if (object[name] === undefined) return FieldFailure.of(codedReport('HUB_DIVISION_BAD_RESPONSE', division))
  return undefined
}

function mergeEntities(
  { merger }: RunState,
  slot: ProgramSlot,
  batch: RepresentationBatch,
  received: readonly unknown[],
  lacks: readonly (FieldFailure | undefined)[],
  division: string,
): void {
  for (let position = 0; position < batch.size; position += 1) {
    const entity = received[position]
    const failure = entityFailure(entity, division)
    const lack = lacks[position]
    const first = batch.firsts[position] ?? 0
    for (let at = first; at >= 0; at = batch.after(at)) {
      const object = batch.objects[at] as DataObject
      const brings = bringsTo(slot, batch, at)
      if (failure !== undefined) merger.fail(object, brings, failure)
      // What two objects share could be merged into twice, so each further object gets its own.
      else if (isDataObject(entity))
        merger.merge(object, at === first ? entity : (copyOf(entity) as DataObject), brings)
      else merger.leaveUnknown(object, brings)
      if (lack !== undefined) merger.fail(object, brings, lack)
    }
  }
}

function mergeSlot(
  state: RunState,
  slot: ProgramSlot,
  batch: RepresentationBatch,
  received: unknown,
  lost: FieldFailure,
  division: string,
): void {
  if (!Array.isArray(received) || received.length !== batch.size) {
    failSlot(state, slot, batch, received instanceof FieldFailure ? wholly(received) : lost)
    return
  }
  const { due = [], outputRewrites = [] } = slot.steps[0] ?? {}
  const lacks = received.map((entity) =>
    isDataObject(entity) && !(entity instanceof FieldFailure) ? lackOf(entity, due, division) : undefined,
  )
  renameFields(state.schema, received, outputRewrites)
  mergeEntities(state, slot, batch, received, lacks, division)
}

function mergeRoot(state: RunState, slot: ProgramSlot, data: DataObject, lost: FieldFailure | undefined): void {
  const [step] = slot.steps
  if (step === undefined) return
  const failure = lost ?? lackOf(data, step.due, step.division)
  renameFields(state.schema, data, step.outputRewrites)
  objectsOf(state, slot).forEach((object, index) => {
    state.merger.merge(object, index === 0 ? data : (copyOf(data) as DataObject), step.brings)
    if (failure !== undefined) state.merger.fail(object, step.brings, failure)
  })
}

/** What a request asked for, by the names of its answer. */
function askedFields({ slots }: ProgramGroup): BroughtField[] {
  return slots.flatMap(({ name, steps }) => {
    const fields = steps[0]?.brings ?? []
    return name === undefined ? fields : [{ name, fields }]
  })
}

/** Puts errors with a path into the data. @returns those without */
function placeErrors(
  state: RunState,
  group: ProgramGroup,
  data: DataObject,
  errors: readonly DivisionError[],
): DivisionError[] {
  if (errors.length === 0) return []
  state.merger.failed = true
  const fields = askedFields(group)
  for (const error of errors)
    if (error.path.length > 0 && !placeError(data, error, fields)) state.loose.push(error.report)
  return errors.filter(({ path }) => path.length === 0)
}

/** Adds a division's answer to the data, its errors as failures in their places. */
export function mergeAnswer(
  state: RunState,
  group: ProgramGroup,
  batches: Batches,
  answer: Pick<DivisionAnswer, 'data' | 'errors'>,
): void {
  const hasData = isDataObject(answer.data)
  const data = hasData ? (answer.data as DataObject) : {}
  const errors = divisionErrors(answer.errors, group.division)
  const whole = placeErrors(state, group, data, errors)
  // Without data every field has failed: with the first error told, or else because the answer was none.
  const first = (whole[0] ?? errors[0])?.report
  const isNone = first === undefined || (answer.data === undefined && first.extensions.code === 'HUB_DIVISION_FAILED')
  const told = isNone ? codedReport('HUB_DIVISION_BAD_RESPONSE', group.division) : first
  const lost = FieldFailure.of(told, whole.length === 0 && errors.length > 0)
  if (hasData) for (const { report } of whole) state.loose.push(report)
  group.slots.forEach((slot, index) => {
    const batch = batches[index]
    if (batch === undefined) mergeRoot(state, slot, data, hasData ? undefined : lost)
    else if (batch.size > 0) mergeSlot(state, slot, batch, data[slot.name ?? ''], lost, group.division)
  })
}

/** Adds what is known of some of the entities that were asked for, in the order of their representations. */
function mergeKnown({ merger }: RunState, slot: ProgramSlot, batch: RepresentationBatch, known: unknown): void {
  if (!Array.isArray(known)) return
  known.forEach((entity, position) => {
    if (!isDataObject(entity)) return
    for (let at = batch.firsts[position] ?? -1; at >= 0; at = batch.after(at))
      merger.merge(batch.objects[at] as DataObject, copyOf(entity) as DataObject, bringsTo(slot, batch, at))
  })
}

/** Adds what stands in for the answer of a division that is out; what that does not hold fails. */
export function mergeStale(
  state: RunState,
  group: ProgramGroup,
  batches: Batches,
  { data, whole }: StaleAnswer,
  report: FailureReport,
): void {
  if (whole) {
    mergeAnswer(state, group, batches, { data, errors: undefined })
    return
  }
  // Parts of answers are kept under names that no renaming concerns.
  group.slots.forEach((slot, index) => {
    const batch = batches[index]
    if (batch !== undefined) mergeKnown(state, slot, batch, (data as DataObject)[slot.name ?? ''])
    else
      for (const object of objectsOf(state, slot))
        state.merger.merge(object, data as DataObject, slot.steps[0]?.brings ?? [])
  })
  failGroup(state, group, batches, report)
}
