/** Resolves when this process is told to stop: by signal, or because the launcher that started it has gone. */
export function untilStopped(): Promise<string> {
  return new Promise((resolve) => {
    for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => resolve(signal))
    // Started by the launcher, we hold an IPC channel; it closes even when the launcher is killed outright.
    if (process.channel == null) return
    process.once('disconnect', () => resolve('disconnect'))
    // Listened to, the channel would keep a process running that was told to stop and has nothing left to do.
    process.channel.unref()
  })
}
