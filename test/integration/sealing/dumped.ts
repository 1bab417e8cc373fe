import mongoose, { type Connection } from 'mongoose'

/** Every document of every collection of a database, byte for byte as the server has it. */
export async function dumped(connection: Connection): Promise<Buffer> {
  const parts: Uint8Array[] = []
  for (const { name } of await connection.listCollections()) {
    for await (const document of connection.collection(name).find({}))
      parts.push(mongoose.mongo.BSON.serialize(document))
  }
  return Buffer.concat(parts)
}
