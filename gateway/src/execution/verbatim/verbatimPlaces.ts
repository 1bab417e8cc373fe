import { type FieldNode, Kind, type SelectionSetNode } from 'graphql'
import type { FieldShape, SelectionShape } from '../answer/answerShape.ts'
import { askedOfObjects } from '../plan/askedOfObjects.ts'
import type { FetchStep } from '../plan/fetchStep.ts'
import type { RequestSlot } from '../plan/requestText.ts'
import { namesIn } from '../plan/stepPath.ts'
import { fieldOf, objectShape, shapeAt } from './clientFields.ts'
import { concerns } from './concerns.ts'
import { formOf } from './formOf.ts'
import type { VerbatimPlace } from './verbatimParse.ts'

type Names = readonly string[]

const namesOf = ({ path }: FetchStep): Names => namesIn(path)

class VerbatimPlaces {
  /** @param kept names at the root whose values somebody looks into */
  constructor(
    private readonly steps: readonly FetchStep[],
    private readonly root: SelectionShape,
    private readonly kept: ReadonlySet<string>,
  ) {}

  /** The places in what one step brings to its objects. Several steps that share an answer would put it in several forms. */
  of({ steps }: RequestSlot): ReadonlyMap<string, VerbatimPlace> {
    const [step, ...more] = steps
    const selection = step && shapeAt(this.root, namesOf(step))
    if (step === undefined || more.length > 0 || selection === undefined || step.outputRewrites.length > 0)
      return new Map()
    return this.within(step, askedOfObjects(step), namesOf(step), selection)
  }

  private within(
    step: FetchStep,
    set: SelectionSetNode,
    path: Names,
    selection: SelectionShape,
  ): ReadonlyMap<string, VerbatimPlace> {
    const places = new Map<string, VerbatimPlace>()
    for (const node of set.selections) {
      if (node.kind !== Kind.FIELD || node.selectionSet === undefined) continue
      const name = (node.alias ?? node.name).value
      const field = fieldOf(selection, name)
      const place = field && this.place(step, node, [...path, name], field)
      if (place !== undefined) places.set(name, place)
    }
    return places
  }

  private place(step: FetchStep, node: FieldNode, path: Names, { shape }: FieldShape): VerbatimPlace | undefined {
    const others = this.steps.filter((other) => other !== step && concerns(other, path))
    const isKept = path.length === 1 && this.kept.has(path[0] ?? '')
    const form = others.length > 0 || isKept ? undefined : formOf(node, shape)
    if (form !== undefined) return { verbatim: { form, shape }, fields: new Map() }
    const inner = objectShape(shape)
    const fields = inner && node.selectionSet && this.within(step, node.selectionSet, path, inner)
    return fields && fields.size > 0 ? { verbatim: undefined, fields } : undefined
  }
}

/**
 * Where in the answer to a request values may be passed on as they stand: the division is asked what the client asked, no
 * other step looks at the value or adds to it, and its type is known. Undefined when there is no such place.
 * @param steps of the whole program
 * @param root the client's form of the data
 * @param kept names at the root whose values somebody looks into
 */
export function verbatimPlaces(
  slots: readonly RequestSlot[],
  steps: readonly FetchStep[],
  root: SelectionShape,
  kept: ReadonlySet<string>,
): VerbatimPlace | undefined {
  const places = new VerbatimPlaces(steps, root, kept)
  const fields = new Map<string, VerbatimPlace>()
  for (const slot of slots) {
    const inner = places.of(slot)
    if (slot.name === undefined) for (const [name, place] of inner) fields.set(name, place)
    else if (inner.size > 0) fields.set(slot.name, { verbatim: undefined, fields: inner })
  }
  if (fields.size === 0) return undefined
  return { verbatim: undefined, fields: new Map([['data', { verbatim: undefined, fields }]]) }
}
