/** Told that the hub is to end: by Ctrl-C, by SIGTERM or by a closed terminal. */
export interface StopSignals {
  /** Resolves with the first signal. */
  readonly first: Promise<NodeJS.Signals>
  /** Calls back on every further one. */
  onFurther(hurry: () => void): void
}

export function stopSignals(): StopSignals {
  let hurry = (): void => undefined
  const first = new Promise<NodeJS.Signals>((resolve) => {
    let told = false
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
      process.on(signal, () => {
        if (told) hurry()
        told = true
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
