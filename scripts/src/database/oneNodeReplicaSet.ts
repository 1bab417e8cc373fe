import { setTimeout as delay } from 'node:timers/promises'
import mongoose from 'mongoose'
import { type DatabaseClient, withClient } from './withClient.ts'

const setName = 'hub'
const notYetInitialized = 94

interface ReplicaSetConfig {
  readonly version: number
  readonly members: readonly { readonly host: string }[]
}

async function currentConfig(client: DatabaseClient): Promise<ReplicaSetConfig | undefined> {
  try {
    return (await client.db('admin').command({ replSetGetConfig: 1 })).config
  } catch (error) {
    if (error instanceof mongoose.mongo.MongoServerError && error.code === notYetInitialized) return undefined
    throw error
  }
}

async function untilPrimary(client: DatabaseClient, deadline: number): Promise<void> {
  for (;;) {
    const hello = await client.db('admin').command({ hello: 1 })
    if (hello.isWritablePrimary === true) return
    if (Date.now() > deadline) throw new Error('the replica set has no primary')
    await delay(50)
  }
}

/** Makes a mongod we started the only member of its replica set, under the port it has this time. */
export async function oneNodeReplicaSet(uri: string, port: number, patienceMillis: number): Promise<void> {
  const deadline = Date.now() + patienceMillis
  const host = `127.0.0.1:${port}`
  await withClient(uri, patienceMillis, async (client) => {
    const admin = client.db('admin')
    const config = await currentConfig(client)
    if (config === undefined) {
      await admin.command({ replSetInitiate: { _id: setName, members: [{ _id: 0, host }] } })
    } else if (config.members[0]?.host !== host) {
      const moved = { ...config, version: config.version + 1, members: [{ ...config.members[0], host }] }
      await admin.command({ replSetReconfig: moved, force: true })
    }
    await untilPrimary(client, deadline)
  })
}
