import { setTimeout as delay } from 'node:timers/promises'
import { divisionCollections } from '@hub/kit/store/divisionCollections'
import { planWrites } from '@hub/kit/store/planWrites'
import { versionId } from '@hub/kit/store/versionId'
import { division as marketOrder } from '@hub/market-order/division'
import mongoose from 'mongoose'
import { divisionSealing } from '../../setup/divisionSealing.ts'

const TOGETHER = 5_000

/** The division's database; some enterprises are in it, which the permits are about. */
export interface SeededDatabase {
  readonly uri: string
  readonly name: string
}

/**
 * Writes permits as the division's store plans them, sealed and numbered as its relay would number them, by plain inserts:
 * what is measured is the reading, and an import of so many rows would take the time of many measurements.
 */
export async function seedPermits({ uri, name }: SeededDatabase, rows: number): Promise<void> {
  const family = marketOrder.families.find((one) => one.name === 'permits')
  if (family === undefined) throw new Error('no permits')
  const options = { dbName: name, ignoreUndefined: true, autoIndex: false, autoCreate: false }
  const connection = await mongoose.createConnection(uri, options).asPromise()
  try {
    const collections = divisionCollections(connection, marketOrder.families, divisionSealing('market-order'))
    const { current, versions } = collections.modelsOf(family)
    const sequence = connection.collection<{ _id: string; last: number }>('event_sequence')
    while ((await collections.outbox.findOne({ sequence: null })) !== null) await delay(100)
    const known = await connection.collection<{ _id: string }>('subjects').find().toArray()
    const subjects = known.map(({ _id }) => _id)
    let last = (await sequence.findOne({ _id: 'events' }))?.last ?? 0
    for (let done = 0; done < rows; done += TOGETHER) {
      const count = Math.min(TOGETHER, rows - done)
      const requests = Array.from({ length: count }, (_, row) => ({
        kind: 'PUT' as const,
        fields: permit(done + row),
        subjectId: subjects[(done + row) % subjects.length],
      }))
      const state = { ownerByKey: new Map(), currentById: new Map() }
      const { newVersions, events } = planWrites(family, requests, state, { operator: '试验' }, new Date())
      const numbered = events.map((event) => ({ ...event, sequence: ++last }))
      await versions.insertMany(
        newVersions.map((record) => ({ _id: versionId(record), ...record })),
        { ordered: false },
      )
      await current.insertMany(
        newVersions.map((record) => ({ _id: record.recordId, ...record })),
        { ordered: false },
      )
      await collections.outbox.insertMany(numbered, { ordered: false })
    }
    await sequence.updateOne({ _id: 'events' }, { $set: { last } })
  } finally {
    await connection.close()
  }
}

function permit(row: number): Record<string, unknown> {
  return {
    subjectName: '演示贸易有限公司（虚构）',
    docName: '准予行政许可决定书',
    docNo: `演许决字〔2026〕第${row}号`,
    category: '普通',
    certificateName: '演示经营许可证',
    certificateNo: `演示${row}`,
    content: '准许从事演示用的经营活动；经营场所、范围与期限以证书所载为准。',
    decidedOn: '2026-03-01',
    effectiveFrom: '2026-03-01',
    effectiveUntil: '2031-02-28',
    authority: '演示市商务局（虚构）',
    permitState: '有效',
    publicationScope: '1',
  }
}
