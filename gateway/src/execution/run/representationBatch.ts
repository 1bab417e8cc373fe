import type { BroughtField } from '../plan/broughtField.ts'
import type { FetchStep } from '../plan/fetchStep.ts'
import type { ProgramSlot } from '../plan/program.ts'
import { NotNamed } from '../plan/representationWriter.ts'
import { namesIn } from '../plan/stepPath.ts'
import type { DataObject } from './dataObject.ts'
import { FieldFailure } from './fieldFailure.ts'
import { gatherObjects } from './gatherObjects.ts'
import { loseBeneath } from './loseBeneath.ts'
import { codedReport } from './reportErrors.ts'
import type { RunState } from './runState.ts'

/** An object that waits for the answer to its representation. */
export interface BatchTarget {
  readonly object: DataObject
  readonly brings: readonly BroughtField[]
}

/** The representations of one slot, each once, with the objects they were made of. */
export class RepresentationBatch {
  private readonly positions = new Map<string, number>()
  readonly targets: BatchTarget[][] = []
  text = ''

  add(representation: string, object: DataObject, brings: readonly BroughtField[]): void {
    const position = this.positions.get(representation)
    if (position !== undefined) {
      this.targets[position]?.push({ object, brings })
      return
    }
    this.positions.set(representation, this.targets.length)
    this.targets.push([{ object, brings }])
    this.text += this.text === '' ? representation : `,${representation}`
  }
}

/**
 * Collects what a slot asks for. An object of which too little is known is not asked for; one of which an input failed
 * fails in what would have been computed from it.
 */
export function representationBatch(state: RunState, { placed, representation }: ProgramSlot): RepresentationBatch {
  const { data, gathered, merger } = state
  const batch = new RepresentationBatch()
  for (const { step, path } of placed) {
    if (merger.failed) loseBeneath(data, step.path, step.brings)
    const objects = path === undefined ? [data] : gatherObjects(data, path, gathered)
    for (const object of objects) {
      const text = representation?.write(object)
      if (typeof text === 'string') batch.add(text, object, step.brings)
      else if (text instanceof FieldFailure) merger.fail(object, step.brings, text)
      else if (text instanceof NotNamed) dropUnnamed(state, step, object, text)
    }
  }
  return batch
}

/** What is asked of no division because the object cannot be named: lost by the division that left out what it takes. */
function dropUnnamed({ merger, divisionOf }: RunState, step: FetchStep, object: DataObject, why: NotNamed): void {
  const names = namesIn(step.path)
  const division = why.leftOut === undefined ? undefined : divisionOf([...names, why.leftOut])
  if (division === undefined) merger.leaveUnknown(object, step.brings)
  else merger.fail(object, step.brings, FieldFailure.of(codedReport('HUB_DIVISION_BAD_RESPONSE', division)))
}
