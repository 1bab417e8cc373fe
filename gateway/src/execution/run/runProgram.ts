import { toByteText } from '../byteText.ts'
import { type DivisionCall, DivisionFailure, type DivisionRequest } from '../divisions/divisionCall.ts'
import { bringingDivision } from '../plan/bringingDivision.ts'
import type { Program, ProgramGroup } from '../plan/program.ts'
import type { DataObject } from './dataObject.ts'
import type { FailureReport } from './fieldFailure.ts'
import { GatheredObjects } from './gatherObjects.ts'
import { type Batches, failGroup, failUnasked, mergeAnswer, mergeStale } from './mergeAnswer.ts'
import { Merger } from './merger.ts'
import { codedReport } from './reportErrors.ts'
import { representationBatch } from './representationBatch.ts'
import type { RunState } from './runState.ts'

/** What the divisions have answered to an operation. */
export interface Gathered {
  /** Under canonical names, failures in their places. */
  readonly data: DataObject
  /** Reports of errors that no place of the data shows. */
  readonly loose: readonly FailureReport[]
  /** Divisions that gave no usable answer. */
  readonly failures: ReadonlyMap<string, DivisionFailure>
  /** Divisions that are out and for which something stands in that they said before; the oldest of it. */
  readonly stale: ReadonlyMap<string, DivisionFailure>
  /** Whether objects of the data may stand at several places. */
  readonly shared: boolean
}

class ProgramRun {
  private readonly state: RunState
  private readonly waiting: number[]
  private readonly failures = new Map<string, DivisionFailure>()
  private readonly stale = new Map<string, DivisionFailure>()
  private readonly finished = new Set<ProgramGroup>()
  private open: number
  private settled = false
  private timer: NodeJS.Timeout | undefined
  private resolve: (gathered: Gathered) => void = () => {}
  private reject: (error: unknown) => void = () => {}

  constructor(
    private readonly program: Program,
    private readonly variables: Readonly<Record<string, unknown>>,
    private readonly call: DivisionCall,
  ) {
    this.state = {
      data: {},
      gathered: new GatheredObjects(),
      loose: [],
      schema: program.schema,
      merger: new Merger(program.objectTypes),
      divisionOf: (sources) => bringingDivision(program, sources),
    }
    this.waiting = program.groups.map(({ needs }) => needs.length)
    this.open = program.groups.length
  }

  run(millis: number): Promise<Gathered> {
    return new Promise((resolve, reject) => {
      this.resolve = resolve
      this.reject = reject
      this.timer = setTimeout(() => this.expire(), millis)
      for (const group of this.program.groups) if (group.needs.length === 0) this.start(group)
    })
  }

  private start(group: ProgramGroup): void {
    const batches = group.slots.map((slot) => slot.representation && representationBatch(this.state, slot))
    let mask = 0
    batches.forEach((batch, index) => {
      if (batch === undefined || batch.size > 0) mask |= 1 << index
    })
    if (mask === 0) {
      this.done(group)
      return
    }
    const request: DivisionRequest = {
      division: group.division,
      body: this.body(group, mask, batches),
      repeatable: group.operation === 'query',
      parse: (answer) => this.parse(group, answer),
      variables: this.variables,
      stale: group.stale,
    }
    this.call(request)
      .then(
        (answer) => {
          if (!this.settled) mergeAnswer(this.state, group, batches, answer)
        },
        (error: unknown) => {
          if (!(error instanceof DivisionFailure)) throw error
          if (!this.settled) this.failed(group, batches, error)
        },
      )
      .then(() => {
        if (!this.settled) this.done(group)
      })
      .catch((error: unknown) => this.settle(() => this.reject(error)))
  }

  private parse({ parser }: ProgramGroup, answer: Buffer): unknown {
    const value = parser.parse(answer)
    if (parser.hasShared) this.state.gathered.shared = true
    return value
  }

  private failed(group: ProgramGroup, batches: Batches, failure: DivisionFailure): void {
    const { stale, report } = failure
    if (!stale?.whole) this.failures.set(group.division, failure)
    if (stale === undefined) {
      failGroup(this.state, group, batches, report)
      return
    }
    const before = this.stale.get(group.division)?.stale
    if (before === undefined || before.asOf > stale.asOf) this.stale.set(group.division, failure)
    mergeStale(this.state, group, batches, stale, report)
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
      if (value !== undefined) text += `${text === '' ? '' : ','}${JSON.stringify(name)}:${toByteText(value)}`
    }
    return `${head}${text}}}`
  }

  private done(group: ProgramGroup): void {
    this.finished.add(group)
    this.state.gathered.changed()
    for (const path of group.grows) this.state.gathered.grow(path)
    this.open -= 1
    for (const other of this.program.groups) {
      if (!other.needs.includes(group.index)) continue
      const left = (this.waiting[other.index] ?? 0) - 1
      this.waiting[other.index] = left
      if (left === 0) this.start(other)
    }
    if (this.open === 0) this.settle(() => this.resolve(this.gathered()))
  }

  /** The time is over: what has not come by now has failed. */
  private expire(): void {
    for (const group of this.program.groups)
      if (!this.finished.has(group)) failUnasked(this.state, group, codedReport('HUB_DIVISION_TIMEOUT', group.division))
    this.settle(() => this.resolve(this.gathered()))
  }

  private gathered(): Gathered {
    const { data, loose, gathered } = this.state
    return { data, loose, failures: this.failures, stale: this.stale, shared: gathered.shared }
  }

  private settle(end: () => void): void {
    if (this.settled) return
    this.settled = true
    clearTimeout(this.timer)
    end()
  }
}

/**
 * Runs a program: each request starts as soon as the data it needs are there.
 * @param variables the client's, as they were sent
 * @param millis after this time the answer is what has come by then
 * @returns never rejects for a division's fault; that is told in the data
 */
export function runProgram(
  program: Program,
  variables: Readonly<Record<string, unknown>>,
  call: DivisionCall,
  millis: number,
): Promise<Gathered> {
  return new ProgramRun(program, variables, call).run(millis)
}
