import { spawn } from 'node:child_process'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { errorCatalogue } from '@hub/schema/errors/errorCatalogue'
import { freePort } from '@hub/scripts/database/freePort'
import { secantusProgram } from '@hub/scripts/database/secantusProgram'
import { cacheFolder, readEnvironment } from '@hub/scripts/environment'
import { hubAddresses } from '@hub/scripts/launcher/hubAddresses'
import { afterEach, beforeEach, describe, expect, inject, onTestFinished, test } from 'vitest'
import { childEnvironment } from '../../setup/environment.ts'
import { close, freePorts, listen } from './freePorts.ts'
import { hubCommand, hubMain } from './hubCommand.ts'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hub-refusal-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

/** Starts a hub that must refuse, and holds what it says to the form every refusal has. */
async function refusal(
  code: keyof typeof errorCatalogue,
  commandArguments: readonly string[],
  settings: Record<string, string>,
): Promise<string> {
  const port = String(await freePorts())
  const hub = hubCommand(['up', '--port', port, '--data', folder, ...commandArguments], settings)
  onTestFinished(() => void hub.child.kill('SIGKILL'))
  expect(await hub.ended, hub.output()).toBe(1)
  const text = hub.output()
  expect(text).toContain(`${code} `)
  expect(text).toContain(`-> ${errorCatalogue[code].remedy.zh}\n-> ${errorCatalogue[code].remedy.en}\n`)
  expect(text).not.toMatch(/^\s+at .*:\d+/m)
  return text
}

const database = () => ({ MONGODB_URI: inject('mongodbUri') })

describe('hub up refuses, in one message that says what to do,', () => {
  test('a port in use, naming it', async () => {
    const first = await freePorts()
    const server = await listen(first + 2)
    try {
      const text = await refusal('HUB_PORT_IN_USE', ['--port', String(first)], database())
      expect(text).toContain(`${first + 2} (trade)`)
      expect(text).not.toContain('✓')
    } finally {
      await close(server)
    }
  })

  test('a port in use that the partner of the demo is to have', async () => {
    const first = await freePorts()
    const { partnerPort } = hubAddresses(first)
    const server = await listen(partnerPort)
    try {
      const text = await refusal('HUB_PORT_IN_USE', ['--port', String(first)], database())
      expect(text).toContain(`${partnerPort} (partner, --no-partner)`)
    } finally {
      await close(server)
    }
  })

  test('a data folder that cannot be written to', async () => {
    const text = await refusal('HUB_DATA_FOLDER_UNUSABLE', ['--data', '/sys/hub-data'], database())
    expect(text).toContain('/sys/hub-data')
  })

  test('a data folder that takes no more', async () => {
    // Files of this shell and its children can't grow: what a full disk does, for one process.
    const command = `trap '' XFSZ; ulimit -f 0; exec "${process.execPath}" "${hubMain}" up --data "${folder}"`
    const shell = spawn('sh', ['-c', command], { env: { ...childEnvironment, ...database() } })
    let text = ''
    shell.stderr.on('data', (chunk) => {
      text += chunk
    })
    expect(await new Promise((resolve) => shell.once('close', resolve))).toBe(1)
    expect(text).toMatch(/^HUB_DATA_FOLDER_UNUSABLE /)
    expect(text).not.toMatch(/^\s+at .*:\d+/m)
  })

  test('a folder that another instance works on', async () => {
    await writeFile(join(folder, 'hub.lock'), JSON.stringify({ pid: process.pid, port: 4321 }))
    const text = await refusal('HUB_DATA_FOLDER_IN_USE', [], database())
    expect(text).toContain(`pid ${process.pid}, http://127.0.0.1:4321/`)
  })

  test('wrong settings of any process, all of them at once', async () => {
    const text = await refusal('HUB_SETTINGS_INVALID', [], {
      MONGODB_URI: 'postgres://somewhere',
      DATABASE_PREFIX: '1',
      DATABASE_DEADLINE_MS: 'soon',
      LOG_LEVEL: 'loud',
    })
    for (const name of ['MONGODB_URI', 'DATABASE_PREFIX', 'DATABASE_DEADLINE_MS', 'LOG_LEVEL']) {
      expect(text).toContain(`  ${name}: `)
    }
    expect(text.match(/ {2}LOG_LEVEL: /g)).toHaveLength(1)
  })

  test('to start where there is no database to be had, saying what was tried', async () => {
    const programs = join(folder, 'programs')
    await mkdir(programs)
    const text = await refusal('HUB_DATABASE_NOT_FOUND', [], {
      PATH: programs,
      MONGOD_DOWNLOAD_SECONDS: '0',
      PYTHON: join(programs, 'python3'),
      HUB_CACHE: join(folder, 'cache'),
    })
    expect(text).toMatch(/mongod: none[\s\S]*mongod download: [\s\S]*SecantusDB: /)
  })

  test('a database that does not answer', async () => {
    const uri = `mongodb://hub:secret@127.0.0.1:${await freePort()}/`
    const text = await refusal('HUB_DATABASE_UNAVAILABLE', [], { MONGODB_URI: uri })
    expect(text).not.toContain('secret')
  })

  test('a database that is no replica set', async () => {
    const { program } = await secantusProgram(cacheFolder(readEnvironment()), 'python3')
    const port = await freePort()
    const standalone = spawn(program, ['--standalone', '--port', String(port), '--storage-path', join(folder, 'db')])
    try {
      await refusal('HUB_DATABASE_UNSUITABLE', [], { MONGODB_URI: `mongodb://127.0.0.1:${port}/` })
    } finally {
      standalone.kill()
      await new Promise((resolve) => standalone.once('exit', resolve))
    }
  })

  test('an embedded database that cannot be started', async () => {
    const text = await refusal('HUB_DATABASE_UNAVAILABLE', [], { MONGOD_BINARY: '/bin/false' })
    expect(text).toContain(join(folder, 'logs', 'database.log'))
  })

  test('a registry file that is not there, before anything is started', async () => {
    const text = await refusal('HUB_IMPORT_FILE_REFUSED', ['--registry', join(folder, 'none.csv')], database())
    expect(text).toContain('none.csv')
    expect(text).not.toContain('✓')
  })

  test('a port that is none', async () => {
    const hub = hubCommand(['up', '--port', '65534'])
    expect(await hub.ended).toBe(1)
    expect(hub.output()).toMatch(/--port.*65531/)
  })
})
