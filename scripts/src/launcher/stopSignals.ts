/** npm passes a Ctrl-C on that the terminal has sent us already: what follows so soon is the same one. */
const sameSignalMillis = 500

/** Told that the hub is to end: by Ctrl-C, by SIGTERM or by a closed terminal. */
export interface StopSignals {
  /** Resolves with the first signal. */
  readonly first: Promise<NodeJS.Signals>
  /** Calls back on every further one, which somebody sends who can't wait. */
  onFurther(hurry: () => void): void
}

export function stopSignals(): StopSignals {
  let hurry = (): void => undefined
  const first = new Promise<NodeJS.Signals>((resolve) => {
    let toldAt: number | undefined
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
      process.on(signal, () => {
        toldAt ??= Date.now()
        if (Date.now() - toldAt > sameSignalMillis) hurry()
        resolve(signal)
      })
    }
  })
  return {
    first,
    onFurther(callback) {
      hurry = callback
    },
  }
}
