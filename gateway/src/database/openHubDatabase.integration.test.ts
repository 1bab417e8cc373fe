import { connect, createServer } from 'node:net'
import { expect, test } from 'vitest'
import { freePorts } from '../../../test/e2e/launcher/freePorts.ts'
import { testDatabase } from '../../../test/setup/testDatabase.ts'
import { openHubDatabase } from './openHubDatabase.ts'

const database = testDatabase()

test('a database that is out at the start, or too slow, is used once it is there', async () => {
  const port = await freePorts()
  const { hostname, port: realPort } = new URL(database.uri)
  const opened = openHubDatabase({
    MONGODB_URI: `mongodb://127.0.0.1:${port}/?directConnection=true`,
    DATABASE_NAME: database.name,
    DATABASE_DEADLINE_MS: 300,
  })
  if (opened === undefined) throw new Error('no database')
  await expect(opened.db.collection('things').countDocuments()).rejects.toThrow()
  const sockets = new Set<{ destroy: () => unknown }>()
  const door = createServer((socket) => {
    const real = connect(Number(realPort), hostname)
    for (const end of [socket, real]) {
      sockets.add(end)
      end.on('error', () => undefined)
    }
    socket.pipe(real).pipe(socket)
  })
  await new Promise<void>((resolve) => door.listen(port, '127.0.0.1', resolve))
  await expect.poll(() => opened.db.collection('things').countDocuments().catch(String), { timeout: 15_000 }).toBe(0)
  await opened.close()
  for (const socket of sockets) socket.destroy()
  door.close()
}, 30_000)
