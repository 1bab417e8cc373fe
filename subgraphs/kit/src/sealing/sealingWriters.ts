import type { Connection, mongo } from 'mongoose'

/** Much longer than a process takes from one word to the next. */
const ALIVE_MS = 300_000

/** A key, and until when a process that seals by it may be at work. */
interface SealingWriter {
  /** Id of the key. */
  _id: string
  until: Date
}

/** Which keys the processes of a division seal by: an older one may still be at work where another has a new key. */
export class SealingWriters {
  private readonly writers: mongo.Collection<SealingWriter>

  constructor(connection: Connection) {
    this.writers = connection.collection('sealing_writers') as unknown as mongo.Collection<SealingWriter>
  }

  /** A process seals by this key, and says so again and again. */
  async write(keyId: string, now: Date): Promise<void> {
    const until = new Date(now.getTime() + ALIVE_MS)
    await this.writers.updateOne({ _id: keyId }, { $max: { until } }, { upsert: true })
  }

  /** Until when something may be sealed by another key than this; undefined where no other was ever heard of. */
  async othersUntil(keyId: string): Promise<Date | undefined> {
    const [last] = await this.writers.find({ _id: { $ne: keyId } }, { sort: { until: -1 }, limit: 1 }).toArray()
    return last?.until
  }
}
