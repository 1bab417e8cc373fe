import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout as pause } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { freePort } from '@hub/scripts/database/freePort'
import { divisionHopSettings, importAuthorization } from '../setup/hopKeys.ts'
import { syntheticRegistry } from '../setup/syntheticRegistry.ts'

const division = fileURLToPath(new URL('../../subgraphs/market-order/dist/main.js', import.meta.url))

/** Where the killed division keeps its data. */
export interface KilledSettings {
  uri: string
  name: string
  rows: number
}

/** The numbers of a receipt that a run ended with. */
export interface Numbers {
  submitted: number
  created: number
  updated: number
  doubtful: number
  unlinked: number
  duplicate: number
}

interface AnswerLine {
  progress?: { rows: number }
  receipt?: Numbers
}

/** A division's process that can be killed in the middle of an import. */
export class KillableDivision {
  private constructor(
    private readonly child: ChildProcess,
    private readonly origin: string,
  ) {}

  static async start({ uri, name }: KilledSettings): Promise<KillableDivision> {
    const port = await freePort()
    const env = {
      PORT: String(port),
      MONGODB_URI: uri,
      DATABASE_NAME: name,
      LOG_LEVEL: 'error',
      ...divisionHopSettings('market-order'),
    }
    const child = fork(division, { env, stdio: 'ignore', execArgv: [] })
    const origin = `http://127.0.0.1:${port}`
    for (let tries = 0; tries < 300; tries++) {
      const ready = await fetch(`${origin}/readyz`).then(
        ({ ok }) => ok,
        () => false,
      )
      if (ready) return new KillableDivision(child, origin)
      await pause(100)
    }
    child.kill('SIGKILL')
    throw new Error('The division did not become ready')
  }

  /**
   * @param onRows hears how many rows the division has dealt with
   * @returns the receipt, or undefined where the answer broke off
   */
  async send(
    rows: number,
    batchNo: string,
    onRows: (rows: number) => void = () => undefined,
  ): Promise<Numbers | undefined> {
    try {
      const response = await fetch(`${this.origin}/imports/registry`, {
        method: 'POST',
        headers: { 'x-batch-no': batchNo, authorization: importAuthorization },
        body: syntheticRegistry(rows) as unknown as ReadableStream,
        duplex: 'half',
      } as RequestInit)
      let text = ''
      for await (const piece of response.body ?? []) {
        const lines = (text + Buffer.from(piece).toString()).split('\n')
        text = lines.pop() ?? ''
        for (const line of lines.map((written) => JSON.parse(written) as AnswerLine)) {
          if (line.progress !== undefined) onRows(line.progress.rows)
          if (line.receipt !== undefined) return line.receipt
        }
      }
    } catch {
      // The division was killed.
    }
    return undefined
  }

  async kill(): Promise<void> {
    const ended = once(this.child, 'exit')
    this.child.kill('SIGKILL')
    await ended
  }
}

/**
 * Sends a batch, kills the division outright once so many rows are in (and some milliseconds later), and sends the batch
 * again to its successor.
 * @returns the receipt of the last sending
 */
export async function killAndSendAgain(
  settings: KilledSettings,
  batchNo: string,
  { afterRows, afterMs }: { afterRows: number; afterMs: number },
): Promise<Numbers | undefined> {
  const first = await KillableDivision.start(settings)
  const reached = new Promise<void>((resolve) => {
    const watch = (rows: number): void => {
      if (rows >= afterRows) resolve()
    }
    void first.send(settings.rows, batchNo, watch).then(() => resolve())
  })
  await reached
  await pause(afterMs)
  await first.kill()
  const second = await KillableDivision.start(settings)
  try {
    return await second.send(settings.rows, batchNo)
  } finally {
    await second.kill()
  }
}
