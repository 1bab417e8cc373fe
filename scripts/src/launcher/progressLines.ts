import pc from 'picocolors'

const quietMillis = 2_000
const terminalMillis = 500
const plainMillis = 10_000

/** Where progress goes: a terminal, where a line may be written over, or a file. */
export interface ProgressOutput {
  write(text: string): unknown
  readonly isTTY?: boolean
}

/** Says how far the step at hand is. */
export type Say = (detail: string) => void

function seconds(millis: number): string {
  return `${(millis / 1000).toFixed(1)} s`
}

/** One line for every step, when it is done; and from two seconds on, what it is about. */
export class ProgressLines {
  readonly #out: ProgressOutput

  constructor(out: ProgressOutput) {
    this.#out = out
  }

  line(text: string): void {
    this.#out.write(`${this.#clear()}${text}\n`)
  }

  #clear(): string {
    return this.#out.isTTY ? '\r\u001b[2K' : ''
  }

  #showRunning(title: string, detail: string, startedAt: number): void {
    const text = `… ${title}${detail && ` ${detail}`} (${seconds(Date.now() - startedAt)})`
    this.#out.write(this.#out.isTTY ? `${this.#clear()}${pc.dim(text)}` : `${text}\n`)
  }

  /**
   * Does a step and reports on it.
   * @param result what to say of its outcome
   */
  async step<T>(title: string, work: (say: Say) => Promise<T>, result: (outcome: T) => string = () => ''): Promise<T> {
    const startedAt = Date.now()
    let detail = ''
    let interval: NodeJS.Timeout | undefined
    const show = () => this.#showRunning(title, detail, startedAt)
    const first = setTimeout(() => {
      show()
      interval = setInterval(show, this.#out.isTTY ? terminalMillis : plainMillis)
    }, quietMillis)
    try {
      const outcome = await work((text) => {
        detail = text
      })
      const text = result(outcome)
      this.line(`${pc.green('✓')} ${title}${text && ` ${text}`} ${pc.dim(seconds(Date.now() - startedAt))}`)
      return outcome
    } catch (error) {
      this.line(`${pc.red('✗')} ${title}`)
      throw error
    } finally {
      clearTimeout(first)
      clearInterval(interval)
    }
  }
}
