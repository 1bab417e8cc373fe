import mongoose from 'mongoose'

export type DatabaseClient = InstanceType<typeof mongoose.mongo.MongoClient>

/** Connects, lets `use` work, and closes again whatever happens. */
export async function withClient<T>(
  uri: string,
  patienceMillis: number,
  use: (client: DatabaseClient) => Promise<T>,
): Promise<T> {
  const client = new mongoose.mongo.MongoClient(uri, { serverSelectionTimeoutMS: patienceMillis })
  try {
    await client.connect()
    return await use(client)
  } finally {
    await client.close()
  }
}
