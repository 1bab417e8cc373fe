import { toByteText } from '../byteText.ts'
import type { FetchStep } from './fetchStep.ts'

/** Steps of one group that ask the same of their objects, and so ask once. */
export interface RequestSlot {
  /** Name of its field in the answer; undefined for a step at the root, whose fields carry their own names. */
  readonly name: string | undefined
  readonly steps: readonly FetchStep[]
}

export interface RequestText {
  /** What the body begins with, up to its variables, as byte text. */
  readonly head: string
  /** The client's variables to be sent with it. */
  readonly variables: readonly string[]
}

/** Prefix of a request's own variables, chosen so that no variable of the client begins with it. */
export function ownPrefix(steps: readonly FetchStep[]): string {
  let prefix = '_'
  const names = steps.flatMap(({ variables }) => [...variables.keys()])
  while (names.some((name) => name.startsWith(prefix))) prefix += '_'
  return prefix
}

/** Steps that may share a slot have the same key. */
function slotKey(step: FetchStep): string {
  return JSON.stringify([step.selection, step.requires, step.inputRewrites, step.outputRewrites])
}

export function requestSlots(steps: readonly FetchStep[]): RequestSlot[] {
  const byKey = new Map<string, FetchStep[]>()
  for (const step of steps) byKey.set(slotKey(step), [...(byKey.get(slotKey(step)) ?? []), step])
  return [...byKey.values()].map((same, index) => ({ name: same[0]?.requires && `_${index}`, steps: same }))
}

/** The request for some slots of a group, those that have something to ask. */
export function requestText(slots: readonly RequestSlot[], prefix: string): RequestText {
  const variables = new Map<string, string>()
  const definitions: string[] = []
  const selections: string[] = []
  for (const { name, steps } of slots) {
    const [step] = steps
    if (step === undefined) continue
    for (const [variable, definition] of step.variables) variables.set(variable, definition)
    if (name === undefined) {
      selections.push(step.selection.slice(1, -1))
    } else {
      definitions.push(`$${prefix}${name}:[_Any!]!`)
      selections.push(`${name}:_entities(representations:$${prefix}${name})${step.selection}`)
    }
  }
  definitions.push(...variables.values())
  const operation = slots[0]?.steps[0]?.operation ?? 'query'
  const keyword = operation === 'mutation' || definitions.length > 0 ? operation : ''
  const query = `${keyword}${definitions.length > 0 ? `(${definitions.join()})` : ''}{${selections.join(' ')}}`
  return { head: `{"query":${toByteText(JSON.stringify(query))},"variables":{`, variables: [...variables.keys()] }
}
