import { HubError } from '@hub/schema/errors/HubError'
import type { Checkpoint } from '../chain/checkpoint.ts'
import type { EvidenceContent } from '../record/evidenceRecord.ts'
import { ChainEnded, type ChainWriter } from './chainWriter.ts'
import { GroupCommit } from './groupCommit.ts'
import { type ChainOptions, chainEvent, openChain } from './openChain.ts'
import { SerialWork } from './serialWork.ts'

export interface LedgerOptions extends ChainOptions {
  /** Records after which a checkpoint is signed. */
  readonly checkpointRecords: number
  /** Milliseconds after which one is signed, if there is anything new. */
  readonly checkpointMillis: number
  /** How long a write may take before whoever waits for it is told that there is no evidence. */
  readonly deadlineMillis: number
  /** Keeps a checkpoint outside the database. */
  readonly keep: (checkpoint: Checkpoint) => Promise<void>
  /** Told of what nobody waits for. */
  readonly onFault: (error: unknown) => void
}

/** As many records as one write takes. */
const LARGEST_GROUP = 500

/** The hub's memory of who read what: a chain for each run, written in groups, sealed now and then. */
export class EvidenceLedger {
  private writer: ChainWriter | undefined
  private publicReads = 0
  private sealing: Promise<void> | undefined
  private readonly commits = new GroupCommit<EvidenceContent>((contents) => this.write(contents), LARGEST_GROUP)
  private readonly work: SerialWork
  private readonly timer: NodeJS.Timeout

  constructor(private readonly options: LedgerOptions) {
    this.work = new SerialWork(options.deadlineMillis)
    this.timer = setInterval(() => void this.seal(), options.checkpointMillis)
    this.timer.unref()
  }

  /** Begins the chain, as the first record would, and so closes the one that a crash may have left. */
  async open(): Promise<void> {
    await this.write([])
  }

  /**
   * Resolves when the record is stored.
   * @throws HubError HUB_EVIDENCE_UNAVAILABLE when that is not certain in time
   */
  append(content: EvidenceContent): Promise<void> {
    return this.commits.add(content)
  }

  /** Counts a read of nothing but PUBLIC data; the next checkpoint tells how many there were. */
  countPublicRead(): void {
    this.publicReads += 1
  }

  /** Resolves when a checkpoint covers what has been written. */
  async sealed(): Promise<void> {
    await this.tellPublicReads()
    await this.checkpoint()
  }

  private async seal(): Promise<void> {
    try {
      await this.sealed()
    } catch (error) {
      this.options.onFault(error)
    }
  }

  /** Ends the chain in order. */
  async close(): Promise<void> {
    clearInterval(this.timer)
    await this.seal()
    if (this.writer === undefined) return
    try {
      await this.append(chainEvent('CHAIN_CLOSED', this.options.instance))
      await this.checkpoint()
    } catch (error) {
      this.options.onFault(error)
    }
  }

  private async tellPublicReads(): Promise<void> {
    const count = this.publicReads
    if (count === 0) return
    this.publicReads = 0
    try {
      await this.append(chainEvent('PUBLIC_READS', this.options.instance, { count }))
    } catch (error) {
      this.publicReads += count
      throw error
    }
  }

  private async write(contents: readonly EvidenceContent[]): Promise<void> {
    await this.inTime(() => this.writeSomewhere(contents))
    const { checkpointRecords, onFault } = this.options
    if ((this.writer?.unsealed ?? 0) >= checkpointRecords) this.checkpoint().catch(onFault)
  }

  private async inTime(work: () => Promise<void>): Promise<void> {
    try {
      await this.work.run(work)
    } catch (error) {
      throw new HubError('HUB_EVIDENCE_UNAVAILABLE', undefined, error instanceof Error ? { cause: error } : {})
    }
  }

  /** Into the chain of this run; into a new one when that has ended under our hands. */
  private async writeSomewhere(contents: readonly EvidenceContent[]): Promise<void> {
    this.writer ??= await openChain(this.options)
    try {
      await this.writer.append(contents)
    } catch (error) {
      if (!(error instanceof ChainEnded)) throw error
      this.options.onFault(error)
      this.writer = await openChain(this.options, { chain: this.writer.chain, broken: error.message })
      await this.writer.append(contents)
    }
  }

  /** One at a time: a signature takes a millisecond of the event loop. */
  private checkpoint(): Promise<void> {
    this.sealing ??= this.signed().finally(() => {
      this.sealing = undefined
    })
    return this.sealing
  }

  private async signed(): Promise<void> {
    const { key, keep } = this.options
    const checkpoints = (await this.writer?.seal(key, new Date().toISOString())) ?? []
    for (const checkpoint of checkpoints) await keep(checkpoint)
  }
}
