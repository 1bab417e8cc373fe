import { type FieldNode, Kind, type SelectionSetNode } from 'graphql'
import type { FieldShape, SelectionShape, ValueShape } from '../answer/answerShape.ts'
import { askedOfObjects } from '../plan/askedOfObjects.ts'
import type { FetchStep } from '../plan/fetchStep.ts'
import type { RequestSlot } from '../plan/requestText.ts'
import { namesIn } from '../plan/stepPath.ts'
import type { DataObject } from '../run/dataObject.ts'
import { fieldOf, objectShape, shapeAt } from './clientFields.ts'
import { concerns } from './concerns.ts'
import type { Form, MemberForm } from './form.ts'
import { formOf, memberForm } from './formOf.ts'
import { inRun } from './jsonRun.ts'
import type { MemberReading, ObjectReading, Reading } from './reading.ts'

type Names = readonly string[]

/** A field as the division is asked for it. */
interface Asked {
  readonly name: string
  readonly node: FieldNode
  /** As the client wants it, where it is known. */
  readonly field: FieldShape | undefined
  /** The form in which its text may be passed on. */
  readonly form: Form | undefined
  /** The same for the whole member, its name included. */
  readonly member: Form | undefined
}

const VALUE: Reading = { kind: 'value' }

const keyOf = (name: string, isFirst: boolean): Buffer => Buffer.from(`${isFirst ? '{' : ','}${JSON.stringify(name)}:`)

function objectReading(members: readonly MemberReading[], covered: readonly string[] = []): ObjectReading {
  const template: DataObject = {}
  for (const { name } of members) template[name] = undefined
  for (const name of covered) template[name] = inRun
  return { kind: 'object', members, template }
}

/** Whether anything stays text; what does not is parsed sooner as a whole. */
const keepsText = ({ kind }: Reading): boolean => kind !== 'value'

class Readings {
  constructor(
    private readonly steps: readonly FetchStep[],
    private readonly kept: ReadonlySet<string>,
  ) {}

  of(step: FetchStep, set: SelectionSetNode, path: Names, selection: SelectionShape): Reading {
    const asked: Asked[] = []
    for (const node of set.selections) {
      if (node.kind !== Kind.FIELD) return VALUE
      asked.push(this.asked(step, node, path, selection))
    }
    return this.object(step, asked, path, selection)
  }

  private asked(step: FetchStep, node: FieldNode, path: Names, selection: SelectionShape): Asked {
    const name = (node.alias ?? node.name).value
    const place = [...path, name]
    const field = fieldOf(selection, name)
    const isFree =
      name !== '__typename' &&
      !this.kept.has(place[0] ?? '') &&
      !this.steps.some((other) => other !== step && concerns(other, place))
    if (field === undefined || !isFree) return { name, node, field, form: undefined, member: undefined }
    return { name, node, field, form: formOf(node, field.shape), member: memberForm(node, field) }
  }

  private object(
    step: FetchStep,
    asked: readonly Asked[],
    path: Names,
    { typeName, fieldsFor }: SelectionShape,
  ): Reading {
    const fields = fieldsFor(undefined) ?? []
    const members: MemberReading[] = []
    const covered: string[] = []
    for (let index = 0; index < asked.length; index += 1) {
      const one = asked[index] as Asked
      const key = keyOf(one.name, index === 0)
      const first = fields.indexOf(one.field as FieldShape)
      // Of what stands at the root, whoever keeps the answer has to see that there is none.
      const isRoot = path.length === 0
      const length = isRoot ? 1 : runLength(asked.slice(index), fields.slice(first < 0 ? fields.length : first))
      if (length > 1 && one.member !== undefined) {
        const more = asked.slice(index + 1, index + length)
        const run = { fields, first, end: first + length }
        members.push({
          name: one.name,
          key,
          reading: { kind: 'run', form: one.member, more: more.map(formBehind), run },
        })
        covered.push(...more.map(({ name }) => name))
        index += length - 1
      } else members.push({ name: one.name, key, reading: this.value(step, one, path, typeName) })
    }
    return members.some(({ reading }) => keepsText(reading)) ? objectReading(members, covered) : VALUE
  }

  private value(step: FetchStep, { name, node, field, form }: Asked, path: Names, typeName: string): Reading {
    if (node.name.value === '__typename') return named(typeName)
    if (field === undefined || node.selectionSet === undefined) return VALUE
    if (form !== undefined) return { kind: 'text', form, shape: field.shape }
    const inner = objectShape(field.shape)
    return inner === undefined ? VALUE : listed(field.shape, this.of(step, node.selectionSet, [...path, name], inner))
  }
}

const named = (value: string): Reading => ({
  kind: 'value',
  usual: { json: Buffer.from(JSON.stringify(value)), value },
})

/** How many fields from the first on are next to each other on both sides, and may stay text. */
function runLength(asked: readonly Asked[], fields: readonly FieldShape[]): number {
  const end = asked.findIndex(({ field, member }, index) => member === undefined || field !== fields[index])
  return end < 0 ? asked.length : end
}

const formBehind = ({ name, member }: Asked): MemberForm => ({ key: keyOf(name, false), form: member as Form })

/** The reading of a value whose objects are read in a way. */
function listed(shape: ValueShape, reading: Reading): Reading {
  if (shape.kind !== 'list' || !keepsText(reading)) return reading
  return { kind: 'list', of: listed(shape.of, reading) }
}

/**
 * How the answer to a request is read where it is known to the last name what it looks like. Undefined when it is not, or
 * when none of it stays text.
 * @param steps of the whole program
 * @param root the client's form of the data
 * @param kept names at the root whose values somebody looks into
 */
export function readingOf(
  slots: readonly RequestSlot[],
  steps: readonly FetchStep[],
  root: SelectionShape,
  kept: ReadonlySet<string>,
): Reading | undefined {
  const readings = new Readings(steps, kept)
  const members: MemberReading[] = []
  for (const { name, steps: own } of slots) {
    const [step, ...more] = own
    const selection = step && shapeAt(root, namesIn(step.path))
    // Several steps that share an answer would put it in several forms.
    if (step === undefined || more.length > 0 || selection === undefined || step.outputRewrites.length > 0)
      return undefined
    const reading = readings.of(step, askedOfObjects(step), namesIn(step.path), selection)
    if (reading.kind !== 'object') return undefined
    if (name === undefined) {
      if (slots.length > 1) return undefined
      members.push({ name: 'data', key: keyOf('data', true), reading })
      return objectReading(members)
    }
    members.push({ name, key: keyOf(name, members.length === 0), reading: { kind: 'list', of: reading } })
  }
  return objectReading([{ name: 'data', key: keyOf('data', true), reading: objectReading(members) }])
}
