import { setTimeout as pause } from 'node:timers/promises'
import type { WriteOutcome, WriteRequest } from '@hub/kit/store/writeRequest'
import { mongo } from 'mongoose'
import type { Random } from '../../conformance/oracle/random.ts'
import type { FilingWriter } from '../pushedHub.ts'

const PAUSE_MILLIS = 10
/** Of a database that is being killed; the next act finds it again. */
const AFTER_FAULT_MILLIS = 200

/** What a load has come to. */
export interface FilingLoadResult {
  /** Acts that wrote something, as far as it was told. */
  readonly written: number
  readonly faults: readonly string[]
}

type Act = (random: Random) => WriteRequest[]

/**
 * Filings that are created, corrected, withdrawn, repaired, taken up again and linked to another subject, a few at a
 * time, without an end. What an act that failed has written is not known here; the outbox knows it.
 */
export class FilingLoad {
  private readonly open = new Set<string>()
  private readonly closed = new Set<string>()
  private readonly faults: string[] = []
  private created = 0
  private written = 0
  private isOn = true
  private readonly running: Promise<void>

  /**
   * @param run part of the numbers of its filings, so that no other load has them
   * @param isDatabaseKilled whether what the database throws is no fault
   */
  constructor(
    private readonly parts: {
      readonly write: FilingWriter
      readonly random: Random
      readonly run: string
      readonly subjectIds: readonly string[]
      readonly isDatabaseKilled: boolean
    },
  ) {
    this.running = this.goOn()
  }

  async stop(): Promise<FilingLoadResult> {
    this.isOn = false
    await this.running
    return { written: this.written, faults: this.faults }
  }

  private async goOn(): Promise<void> {
    const { write, random, isDatabaseKilled } = this.parts
    const acts: readonly Act[] = [
      ...[this.creations, this.creations, this.corrections, this.corrections],
      ...[this.closings, this.reopenings, this.relinks],
    ].map((act) => act.bind(this))
    while (this.isOn) {
      const requests = random.pick(acts)(random)
      try {
        if (requests.length > 0) this.note(requests, await write(requests))
        await pause(PAUSE_MILLIS)
      } catch (error) {
        if (!isDatabaseKilled || !(error instanceof mongo.MongoError)) this.faults.push(`a write: ${error}`)
        await pause(AFTER_FAULT_MILLIS)
      }
    }
  }

  private creations(random: Random): WriteRequest[] {
    return Array.from({ length: random.between(1, 6) }, () => {
      this.created += 1
      return { kind: 'PUT', fields: filing(`${this.parts.run}-${this.created}`), subjectId: this.subject(random) }
    })
  }

  private corrections(random: Random): WriteRequest[] {
    return random.sample([...this.open], random.between(1, 4)).map((recordId) => ({
      ...{ kind: 'CHANGE', change: 'CORRECTED', recordId, reason: '试验' },
      fields: { premisesAddress: `演示路 ${random.between(1, 9_999)} 号` },
    }))
  }

  private closings(random: Random): WriteRequest[] {
    const change = random.pick(['WITHDRAWN', 'REPAIRED'] as const)
    return random
      .sample([...this.open], random.between(1, 3))
      .map((recordId) => ({ kind: 'CHANGE', change, recordState: change, recordId, reason: '试验' }))
  }

  private reopenings(random: Random): WriteRequest[] {
    return random.sample([...this.closed], 1).map((recordId) => {
      return { kind: 'CHANGE', change: 'CORRECTED', recordState: 'CURRENT', recordId, reason: '试验' }
    })
  }

  private relinks(random: Random): WriteRequest[] {
    return random.sample([...this.open], random.between(1, 2)).map((recordId) => {
      return { kind: 'CHANGE', change: 'RELINKED', recordId, subjectId: this.subject(random), reason: '试验' }
    })
  }

  private subject(random: Random): string {
    return random.pick(this.parts.subjectIds)
  }

  private note(requests: readonly WriteRequest[], outcomes: readonly WriteOutcome[]): void {
    for (const [index, outcome] of outcomes.entries()) {
      const request = requests[index]
      if (!('recordId' in outcome) || request === undefined) continue
      if (outcome.outcome !== 'DUPLICATE') this.written += 1
      const isClosed = request.kind === 'CHANGE' && (request.recordState ?? 'CURRENT') !== 'CURRENT'
      this.open.delete(outcome.recordId)
      this.closed.delete(outcome.recordId)
      if (isClosed) this.closed.add(outcome.recordId)
      else this.open.add(outcome.recordId)
    }
  }
}

function filing(number: string) {
  return {
    filingNo: `演示酒备〔2013〕${number}号`,
    operatorType: 'RETAIL',
    filedOn: '2013-03-01',
    acceptedOn: '2013-03-02',
    authority: '演示市商务局（虚构）',
    statusHistory: [{ status: 'VALID', since: '2013-03-02' }],
  }
}
