import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { hubSettings } from '../environment.ts'
import { findDatabase } from './findDatabase.ts'
import { noteFolderEngine } from './folderEngine.ts'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hub-find-'))
})
afterEach(() => rm(folder, { recursive: true }))

/** Nothing can be downloaded or installed with these. */
function sealed(changes: Record<string, string> = {}) {
  const none = { MONGOD_DOWNLOAD_SECONDS: '0', PYTHON: join(folder, 'no-python'), HUB_CACHE: join(folder, 'cache') }
  return hubSettings.read({ ...none, ...changes })
}

async function program(name: string): Promise<string> {
  const file = join(folder, name)
  await writeFile(file, '')
  await chmod(file, 0o755)
  return file
}

test('connection strings go before everything else', async () => {
  const MONGOD_BINARY = await program('mongod')
  const found = await findDatabase(sealed({ MONGODB_URI: 'mongodb://somewhere', MONGOD_BINARY }), folder)
  expect(found.kind).toBe('configured')
})

test('then the mongod that is named', async () => {
  const MONGOD_BINARY = await program('my-mongod')
  const expected = { kind: 'program', engine: 'mongod', program: MONGOD_BINARY, origin: 'MONGOD_BINARY' }
  expect(await findDatabase(sealed({ MONGOD_BINARY }), folder)).toEqual(expected)
})

test('a MONGOD_BINARY that is no program is a wrong setting', async () => {
  const environment = sealed({ MONGOD_BINARY: join(folder, 'nothing') })
  await expect(findDatabase(environment, folder)).rejects.toMatchObject({ code: 'HUB_SETTINGS_INVALID' })
})

test('nothing to be had: every attempt says why', async () => {
  await expect(findDatabase(sealed(), folder)).rejects.toMatchObject({
    code: 'HUB_DATABASE_NOT_FOUND',
    message: expect.stringMatching(/mongod download: MONGOD_DOWNLOAD_SECONDS is 0[\s\S]*SecantusDB: .*no-python/),
  })
})

test('data written by SecantusDB is not left behind for a mongod', async () => {
  await noteFolderEngine(folder, 'secantusdb')
  const MONGOD_BINARY = await program('mongod')
  await expect(findDatabase(sealed({ MONGOD_BINARY }), folder)).rejects.toMatchObject({
    code: 'HUB_DATABASE_ENGINE_CHANGED',
  })
})

test('data written by a mongod is not left behind for SecantusDB', async () => {
  await noteFolderEngine(folder, 'mongod')
  await expect(findDatabase(sealed(), folder)).rejects.toMatchObject({
    code: 'HUB_DATABASE_NOT_FOUND',
    message: expect.not.stringContaining('SecantusDB'),
  })
})
