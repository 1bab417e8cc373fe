import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { dataFolderHolder, lockDataFolder } from './lockDataFolder.ts'
import { birthOf, isAlive } from './lockHolder.ts'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hub-lock-'))
})
afterEach(() => rm(folder, { recursive: true }))

/** Linux gives out numbers below four million: nobody has this one. */
const deadPid = 2 ** 30

test('a second lock is refused and names the holder; after release it is given', async () => {
  const first = await lockDataFolder(folder, 4000)
  expect(first.tookOver).toBe(false)
  await expect(lockDataFolder(folder, 5000)).rejects.toMatchObject({
    code: 'HUB_DATA_FOLDER_IN_USE',
    message: expect.stringContaining(`pid ${process.pid}, http://127.0.0.1:4000/`),
  })
  await first.release()
  const second = await lockDataFolder(folder, 5000)
  expect((await dataFolderHolder(folder))?.port).toBe(5000)
  await second.release()
  expect(await readdir(folder)).toEqual([])
})

test.each([
  ['of a dead process', JSON.stringify({ pid: deadPid, port: 1 })],
  ['of a process whose number has come again', JSON.stringify({ pid: process.pid, bornAt: '1', port: 1 })],
  ['cut off while it was written', '{"pid": 1'],
])('a lock %s is taken over', async (_, text) => {
  await writeFile(join(folder, 'hub.lock'), text)
  const lock = await lockDataFolder(folder, 4000)
  expect(lock.tookOver).toBe(true)
  expect((await dataFolderHolder(folder))?.pid).toBe(process.pid)
})

test('of many that take over a dead lock at once, one gets it', async () => {
  await writeFile(join(folder, 'hub.lock'), JSON.stringify({ pid: deadPid, port: 1 }))
  const outcomes = await Promise.allSettled([4000, 4001, 4002, 4003].map((port) => lockDataFolder(folder, port)))
  expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
})

test('our own process is alive, a number nobody has is not', () => {
  const bornAt = birthOf(process.pid)
  expect(isAlive({ pid: process.pid, port: 1, ...(bornAt === undefined ? {} : { bornAt }) })).toBe(true)
  expect(isAlive({ pid: deadPid, port: 1 })).toBe(false)
})
