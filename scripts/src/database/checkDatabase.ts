import { HubError } from '@hub/schema/errors/HubError'
import mongoose from 'mongoose'
import { type DatabaseClient, withClient } from './withClient.ts'

const checkMillis = 10_000
const collectionName = 'hubStartCheck'

function rejectAfter(millis: number): Promise<never> {
  return new Promise((_, reject) =>
    setTimeout(() => reject(new Error(`no answer in ${millis / 1000} s`)), millis).unref(),
  )
}

async function assertReplicaSet(client: DatabaseClient): Promise<void> {
  const hello = await client.db('admin').command({ hello: 1 })
  if (hello.setName !== undefined || hello.msg === 'isdbgrid') return
  throw new HubError(
    'HUB_DATABASE_UNSUITABLE',
    '数据库是单机模式，须为副本集或分片集群 / the database is a standalone server, not a replica set or sharded cluster',
  )
}

/** Writes in a transaction, reads it back, and waits for the change stream to tell of it. */
async function assertWorks(client: DatabaseClient, databaseName: string): Promise<void> {
  const collection = client.db(databaseName).collection<{ _id: string }>(collectionName)
  const _id = new mongoose.mongo.ObjectId().toHexString()
  await collection.insertOne({ _id: `${_id}-before` })
  const stream = collection.watch([{ $match: { 'documentKey._id': _id } }], { maxAwaitTimeMS: 100 })
  try {
    // The stream is open on the server once its first look has come back empty.
    await stream.tryNext()
    await client.withSession((session) =>
      session.withTransaction(() => collection.insertOne({ _id }, { session }), { writeConcern: { w: 'majority' } }),
    )
    await stream.next()
    if ((await collection.findOne({ _id })) === null) throw new Error('what was written is not there')
  } finally {
    await stream.close()
    await collection.deleteMany({ _id: { $in: [_id, `${_id}-before`] } })
  }
}

/** Name and version as a person would say it. SecantusDB announces itself by the name of its replica set. */
async function serverName(client: DatabaseClient): Promise<string> {
  const admin = client.db('admin')
  const hello = await admin.command({ hello: 1 })
  const { version } = await admin.command({ buildInfo: 1 })
  return hello.setName === 'secantus' ? 'SecantusDB' : `MongoDB ${version}`
}

/**
 * Makes sure that the hub can work on this server: replica set, transactions, change streams, reads and writes.
 * @returns the server's name, such as `MongoDB 8.0.4`
 * @throws HubError HUB_DATABASE_UNAVAILABLE when it can't be reached, HUB_DATABASE_UNSUITABLE when it lacks something
 */
export async function checkDatabase(uri: string, databaseName: string, patienceMillis = checkMillis): Promise<string> {
  let reached = false
  const check = withClient(uri, patienceMillis, async (client) => {
    reached = true
    await assertReplicaSet(client)
    await Promise.race([assertWorks(client, databaseName), rejectAfter(checkMillis)])
    return serverName(client)
  })
  try {
    return await check
  } catch (error) {
    if (error instanceof HubError) throw error
    const reason = error instanceof Error ? error.message : String(error)
    const code = reached ? 'HUB_DATABASE_UNSUITABLE' : 'HUB_DATABASE_UNAVAILABLE'
    const what = reached
      ? '数据库检查未通过 / the database failed its check'
      : '数据库连接不上 / the database does not answer'
    throw new HubError(code, `${what}: ${reason}`, error instanceof Error ? { cause: error } : {})
  }
}
