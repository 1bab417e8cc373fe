import { setImmediate as nextTurn } from 'node:timers/promises'
import type { GraphQLSchema } from 'graphql'
import type { SelectionShape } from '../answer/answerShape.ts'
import { AnswerParser } from '../run/answerParser.ts'
import { readsOn } from '../stale/readsOn.ts'
import { type StaleRule, staleRule } from '../stale/staleRule.ts'
import { readingOf } from '../verbatim/readingOf.ts'
import { verbatimPlaces } from '../verbatim/verbatimPlaces.ts'
import { type DataPath, dataPaths, grownPaths, pathOf } from './dataPath.ts'
import type { FetchStep } from './fetchStep.ts'
import { groupSteps } from './groupSteps.ts'
import { type RepresentationWriter, RepresentationWriters } from './representationWriter.ts'
import { ownPrefix, type RequestSlot, type RequestText, requestSlots, requestText } from './requestText.ts'
import { sharePlaces } from './sharePlaces.ts'
import type { SupergraphPlanner } from './supergraphPlanner.ts'

/** A step with the place in the data that it completes. */
export interface PlacedStep {
  readonly step: FetchStep
  readonly path: DataPath | undefined
}

export interface ProgramSlot extends RequestSlot {
  readonly placed: readonly PlacedStep[]
  /** Undefined when nothing is asked by representation. */
  readonly representation: RepresentationWriter | undefined
  /** Slots of the program that ask for the same objects by the same representations have the same. */
  readonly inputs: number
  /** `"name":` of the variable with the representations. */
  readonly variableKey: string
}

/** One request of the program. */
export interface ProgramGroup {
  readonly index: number
  readonly division: string
  readonly operation: 'query' | 'mutation'
  readonly slots: readonly ProgramSlot[]
  /** The request for the slots whose bits are set. */
  readonly textFor: (mask: number) => RequestText
  readonly parser: AnswerParser
  /** Indices of the paths at which there may be more objects once it has been answered. */
  readonly grows: readonly number[]
  /** Groups whose data it reads. */
  readonly needs: readonly number[]
  readonly stale: StaleRule | undefined
}

/** A query plan made ready to be run any number of times. */
export interface Program {
  readonly groups: readonly ProgramGroup[]
  readonly pathCount: number
  /** The whole supergraph, by which types of data are told. */
  readonly schema: GraphQLSchema
  /** Names of its object types. */
  readonly objectTypes: ReadonlySet<unknown>
}

/** More slots than bits in a mask would be ambiguous; such groups are split. */
const MAX_SLOTS = 30

function textsOf(slots: readonly RequestSlot[], prefix: string): (mask: number) => RequestText {
  const texts = new Map<number, RequestText>()
  return (mask) => {
    const known = texts.get(mask)
    if (known !== undefined) return known
    const text = requestText(
      slots.filter((_, index) => mask & (1 << index)),
      prefix,
    )
    texts.set(mask, text)
    return text
  }
}

function inputsKey({ steps: [step, ...more] }: RequestSlot): string {
  return JSON.stringify([step?.requires, step?.inputRewrites, step?.path, ...more.map(({ path }) => path)])
}

/** The number of a text among those there have been, which it joins. */
function numberOf(texts: string[], text: string): number {
  const known = texts.indexOf(text)
  return known >= 0 ? known : texts.push(text) - 1
}

/**
 * Compiles the steps of a plan, request by request, and lets others have their turn between them.
 * @param shape the client's form of the data
 */
export async function compileProgram(
  steps: readonly FetchStep[],
  { schema, objectTypes }: SupergraphPlanner,
  shape: SelectionShape,
): Promise<Program> {
  const writers = new RepresentationWriters(schema)
  const paths = dataPaths(steps, writers)
  const inputs: string[] = []
  const grouped = groupSteps(steps).flatMap(({ division, steps: own }) => {
    const slots = requestSlots(own)
    return Array.from({ length: Math.ceil(slots.length / MAX_SLOTS) }, (_, part) => ({
      division,
      slots: slots.slice(part * MAX_SLOTS, (part + 1) * MAX_SLOTS),
    }))
  })
  const groupOf = new Map<number, number>()
  grouped.forEach(({ slots }, index) => {
    for (const slot of slots) for (const step of slot.steps) groupOf.set(step.index, index)
  })
  const groups: ProgramGroup[] = []
  for (const [index, { division, slots }] of grouped.entries()) {
    await nextTurn()
    const own = slots.flatMap((slot) => slot.steps)
    const prefix = ownPrefix(own)
    const compiled = slots.map((slot): ProgramSlot => {
      const [step] = slot.steps
      return {
        ...slot,
        placed: slot.steps.map((placed) => ({ step: placed, path: pathOf(paths, placed) })),
        representation: step?.requires && writers.of(step.requires, step.inputRewrites),
        inputs: numberOf(inputs, inputsKey(slot)),
        variableKey: `${JSON.stringify(`${prefix}${slot.name}`)}:`,
      }
    })
    const needs = [...new Set(own.flatMap((step) => step.needs.map((need) => groupOf.get(need) ?? 0)))]
    const stale = readsOn(shape) ? undefined : staleRule(schema, slots, prefix)
    const kept = new Set(stale?.lookups.map(({ responseName }) => responseName))
    const parser = new AnswerParser(
      sharePlaces(slots, steps),
      verbatimPlaces(slots, steps, shape, kept),
      readingOf(slots, steps, shape, kept),
    )
    const operation = own[0]?.operation ?? 'query'
    groups.push({
      index,
      division,
      operation,
      slots: compiled,
      textFor: textsOf(slots, prefix),
      parser,
      grows: grownPaths(own, paths),
      needs,
      stale,
    })
  }
  return { groups, pathCount: paths.size, schema, objectTypes }
}
