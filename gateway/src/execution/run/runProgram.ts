import type { DivisionAnswer, DivisionCall } from '../divisions/divisionCall.ts'
import { DivisionFailure } from '../divisions/divisionCall.ts'
import type { Program, ProgramGroup, ProgramSlot } from '../plan/program.ts'
import { type DataObject, isDataObject } from './dataObject.ts'
import { type FailureReport, FieldFailure } from './fieldFailure.ts'
import { gatherObjects } from './gatherObjects.ts'
import { copyOf, failFields, mergeFields } from './mergeFields.ts'
import { placeError } from './placeErrors.ts'
import { renameFields } from './renameFields.ts'
import { codedReport, divisionErrors } from './reportErrors.ts'
import { type RepresentationBatch, representationBatch } from './representationBatch.ts'

/** What the divisions have answered to an operation. */
export interface Gathered {
  /** Under canonical names, failures in their places. */
  readonly data: DataObject
  /** Reports of errors that no place of the data shows. */
  readonly loose: readonly FailureReport[]
}

/** A request under way: the batches of its slots, by the slot's position; undefined for a slot that asks nothing. */
type Batches = readonly (RepresentationBatch | undefined)[]

class ProgramRun {
  private readonly data: DataObject = {}
  private readonly loose: FailureReport[] = []
  private readonly known: (DataObject[] | undefined)[] = []
  private readonly waiting: number[]
  private open: number
  private settle: (gathered: Gathered) => void = () => {}
  private fail: (error: unknown) => void = () => {}

  constructor(
    private readonly program: Program,
    private readonly variables: Readonly<Record<string, unknown>>,
    private readonly call: DivisionCall,
  ) {
    this.waiting = program.groups.map(({ needs }) => needs.length)
    this.open = program.groups.length
  }

  run(): Promise<Gathered> {
    return new Promise((resolve, reject) => {
      this.settle = resolve
      this.fail = reject
      if (this.open === 0) resolve({ data: this.data, loose: this.loose })
      for (const group of this.program.groups) if (group.needs.length === 0) this.start(group)
    })
  }

  private start(group: ProgramGroup): void {
    const batches = group.slots.map((slot) => slot.representation && representationBatch(this.data, slot, this.known))
    let mask = 0
    batches.forEach((batch, index) => {
      if (batch === undefined || batch.targets.length > 0) mask |= 1 << index
    })
    if (mask === 0) {
      this.done(group)
      return
    }
    this.call({
      division: group.division,
      body: this.body(group, mask, batches),
      repeatable: group.operation === 'query',
    })
      .then(
        (answer) => this.merge(group, batches, answer),
        (error: unknown) => this.failGroup(group, batches, error),
      )
      .then(() => this.done(group), this.fail)
  }

  private body(group: ProgramGroup, mask: number, batches: Batches): string {
    const { head, variables } = group.textFor(mask)
    let text = ''
    group.slots.forEach((slot, index) => {
      const batch = batches[index]
      if (batch !== undefined && mask & (1 << index))
        text += `${text === '' ? '' : ','}${slot.variableKey}[${batch.text}]`
    })
    for (const name of variables) {
      const value = JSON.stringify(this.variables[name])
      if (value !== undefined) text += `${text === '' ? '' : ','}${JSON.stringify(name)}:${value}`
    }
    return `${head}${text}}}`
  }

  private done(group: ProgramGroup): void {
    this.open -= 1
    for (const other of this.program.groups) {
      if (!other.needs.includes(group.index)) continue
      const left = (this.waiting[other.index] ?? 0) - 1
      this.waiting[other.index] = left
      if (left === 0) this.start(other)
    }
    if (this.open === 0) this.settle({ data: this.data, loose: this.loose })
  }

  private failGroup(group: ProgramGroup, batches: Batches, error: unknown): void {
    if (!(error instanceof DivisionFailure)) throw error
    group.slots.forEach((slot, index) => {
      this.failSlot(slot, batches[index], new FieldFailure(error.report))
    })
  }

  private failSlot(slot: ProgramSlot, batch: RepresentationBatch | undefined, failure: FieldFailure): void {
    for (const targets of batch?.targets ?? [])
      for (const { object, brings } of targets) failFields(object, brings, failure)
    if (batch === undefined)
      for (const object of this.objectsOf(slot)) failFields(object, slot.steps[0]?.brings ?? [], failure)
  }

  private merge(group: ProgramGroup, batches: Batches, answer: DivisionAnswer): void {
    const data = isDataObject(answer.data) ? answer.data : {}
    const errors = divisionErrors(answer.errors, group.division)
    for (const error of errors) if (error.path.length > 0 && !placeError(data, error)) this.loose.push(error.report)
    // Without data every field has failed: with the first error told, or else because the answer was none.
    const [whole = errors[0]] = errors.filter(({ path }) => path.length === 0)
    const lost =
      answer.data === data ? undefined : (whole?.report ?? codedReport('HUB_DIVISION_BAD_RESPONSE', group.division))
    if (lost === undefined) for (const error of errors) if (error.path.length === 0) this.loose.push(error.report)
    group.slots.forEach((slot, index) => {
      const batch = batches[index]
      if (slot.name === undefined) this.mergeRoot(slot, data, lost)
      else if (batch !== undefined && batch.targets.length > 0)
        this.mergeEntities(group, slot, batch, data[slot.name], lost)
    })
  }

  private objectsOf(slot: ProgramSlot): DataObject[] {
    return slot.placed.flatMap(({ path }) =>
      path === undefined ? [this.data] : gatherObjects(this.data, path, this.known),
    )
  }

  private mergeRoot(slot: ProgramSlot, data: DataObject, lost: FailureReport | undefined): void {
    const [step] = slot.steps
    if (step === undefined) return
    renameFields(this.program.schema, data, step.outputRewrites)
    this.objectsOf(slot).forEach((object, index) => {
      mergeFields(object, (index === 0 ? data : copyOf(data)) as DataObject, step.brings)
      if (lost !== undefined) failFields(object, step.brings, new FieldFailure(lost))
    })
  }

  private mergeEntities(
    { division }: ProgramGroup,
    slot: ProgramSlot,
    batch: RepresentationBatch,
    received: unknown,
    lost: FailureReport | undefined,
  ): void {
    if (!Array.isArray(received) || received.length !== batch.targets.length) {
      const told = received instanceof FieldFailure ? received.report : lost
      this.failSlot(slot, batch, new FieldFailure(told ?? codedReport('HUB_DIVISION_BAD_RESPONSE', division)))
      return
    }
    renameFields(this.program.schema, received, slot.steps[0]?.outputRewrites ?? [])
    batch.targets.forEach((targets, index) => {
      const entity: unknown = received[index]
      const failure = entity instanceof FieldFailure ? entity : this.notAnEntity(entity, division)
      targets.forEach(({ object, brings }, position) => {
        if (failure !== undefined) failFields(object, brings, failure)
        else if (isDataObject(entity))
          mergeFields(object, position === 0 ? entity : (copyOf(entity) as DataObject), brings)
      })
    })
  }

  /** Null says that the division does not know the entity; whatever else is no object is no answer. */
  private notAnEntity(entity: unknown, division: string): FieldFailure | undefined {
    if (entity === null || isDataObject(entity)) return undefined
    return new FieldFailure(codedReport('HUB_DIVISION_BAD_RESPONSE', division))
  }
}

/**
 * Runs a program: each request starts as soon as the data it needs are there.
 * @param variables the client's, as they were sent
 * @returns never rejects for a division's fault; that is told in the data
 */
export function runProgram(
  program: Program,
  variables: Readonly<Record<string, unknown>>,
  call: DivisionCall,
): Promise<Gathered> {
  return new ProgramRun(program, variables, call).run()
}
