import type { Connection } from 'mongoose'

const PROBE_MS = 2_000

/** Whether the database reads and writes; a ping alone still answers when the disk is full. */
export async function databaseHealth(connection: Connection): Promise<boolean> {
  const probe = connection.collection<{ _id: string; at: Date }>('health')
  const options = { maxTimeMS: PROBE_MS, signal: AbortSignal.timeout(PROBE_MS) }
  try {
    await Promise.race([
      probe.updateOne({ _id: 'probe' }, { $set: { at: new Date() } }, { upsert: true, ...options }),
      rejectAfter(PROBE_MS),
    ])
    return (await probe.findOne({ _id: 'probe' }, options)) !== null
  } catch {
    return false
  }
}

function rejectAfter(millis: number): Promise<never> {
  return new Promise((_, reject) => setTimeout(() => reject(new Error('database probe timed out')), millis).unref())
}
