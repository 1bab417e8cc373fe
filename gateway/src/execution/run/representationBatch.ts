import type { BroughtField } from '../plan/broughtField.ts'
import type { ProgramSlot } from '../plan/program.ts'
import type { DataObject } from './dataObject.ts'
import { FieldFailure } from './fieldFailure.ts'
import { gatherObjects } from './gatherObjects.ts'
import { loseBeneath } from './loseBeneath.ts'
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
export function representationBatch(
  { data, gathered, merger }: RunState,
  { placed, representation }: ProgramSlot,
): RepresentationBatch {
  const batch = new RepresentationBatch()
  for (const { step, path } of placed) {
    if (merger.failed) loseBeneath(data, step.path, step.brings)
    const objects = path === undefined ? [data] : gatherObjects(data, path, gathered)
    for (const object of objects) {
      const text = representation?.write(object)
      if (typeof text === 'string') batch.add(text, object, step.brings)
      else if (text instanceof FieldFailure) merger.fail(object, step.brings, text)
    }
  }
  return batch
}
