import { spawn } from 'node:child_process'
import { chmod, copyFile, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { delimiter, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { childEnvironment } from '../../setup/environment.ts'

const bin = fileURLToPath(new URL('../../../scripts/bin/', import.meta.url))

const locked = {
  '': { name: 'tree' },
  'node_modules/graphql': { version: '16.15.0' },
  'node_modules/@hub/schema': { resolved: 'schema', link: true },
  'node_modules/for-another-system': { version: '1.0.0', optional: true },
  schema: { name: '@hub/schema' },
}
const installed = {
  'node_modules/graphql': { version: '16.15.0' },
  'node_modules/@hub/schema': { resolved: 'schema', link: true },
}

/** A small tree with the real way in, and programs in place of npm and turbo that note how they were called. */
describe('the way in', () => {
  let root: string
  beforeEach(async () => {
    root = await mkdtemp(join(tmpdir(), 'hub-way-in-'))
    await mkdir(join(root, 'scripts', 'bin'), { recursive: true })
    for (const file of ['hub.mjs', 'environment.mjs'])
      await copyFile(join(bin, file), join(root, 'scripts', 'bin', file))
    await write('scripts/dist/main.js', 'console.log("the command ran:", process.argv.slice(2).join(" "))')
    await write('package.json', '{"type":"module"}')
    await write('package-lock.json', JSON.stringify({ packages: locked }))
    await program('programs/npm', `echo "npm $*" >> "${root}/calls"`)
    await program('node_modules/.bin/turbo', `echo "turbo $*" >> "${root}/calls"`)
  })
  afterEach(() => rm(root, { recursive: true }))

  async function write(path: string, text: string): Promise<void> {
    await mkdir(dirname(join(root, path)), { recursive: true })
    await writeFile(join(root, path), text)
  }

  async function program(path: string, script: string): Promise<void> {
    await write(path, `#!/bin/sh\n${script}\n`)
    await chmod(join(root, path), 0o755)
  }

  const record = (packages: object) => write('node_modules/.package-lock.json', JSON.stringify({ packages }))

  async function enter(words = ['up', '--empty']): Promise<{ code: number | null; output: string; calls: string }> {
    const PATH = `${join(root, 'programs')}${delimiter}${childEnvironment.PATH}`
    const child = spawn(process.execPath, [join(root, 'scripts/bin/hub.mjs'), ...words], { env: { PATH } })
    let output = ''
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += chunk))
    const code = await new Promise<number | null>((resolve) => child.once('close', resolve))
    const calls = await readFile(join(root, 'calls'), 'utf8').catch(() => '')
    return { code, output, calls }
  }

  test('what is installed is not installed again; what other systems need is not missed', async () => {
    await record(installed)
    const { code, output, calls } = await enter()
    expect({ code, output }).toEqual({ code: 0, output: 'the command ran: up --empty\n' })
    expect(calls).toMatch(/^turbo run build/)
  })

  test('what has been built is built again when a source has changed or something built is gone, and only then', async () => {
    await record(installed)
    await write('package.json', '{"type":"module","workspaces":["scripts"]}')
    await write('scripts/src/a.ts', 'one')
    await write('scripts/dist/a.js', 'one')
    const builds = async () => (await enter()).calls.split('\n').length - 1
    expect([await builds(), await builds()]).toEqual([1, 1])
    await write('scripts/src/a.ts', 'another')
    expect([await builds(), await builds()]).toEqual([2, 2])
    await write('scripts/src/b.ts', 'new')
    expect([await builds(), await builds()]).toEqual([3, 3])
    await rm(join(root, 'scripts/dist/a.js'))
    expect([await builds(), await builds()]).toEqual([4, 4])
  })

  test.each([
    ['nothing', undefined],
    ['another version', { ...installed, 'node_modules/graphql': { version: '16.14.0' } }],
    ['one package less', { 'node_modules/graphql': installed['node_modules/graphql'] }],
  ])('with %s installed, the locked dependencies are', async (_, packages) => {
    if (packages !== undefined) await record(packages)
    const { code, calls } = await enter()
    expect(code).toBe(0)
    expect(calls).toMatch(/^npm ci .*\nturbo run build/)
  })

  test.each([
    ['hub', ['--help']],
    ['hub up', ['up', '--empty', '--help']],
    ['hub key create', ['help', 'key', 'create']],
  ])('help of %s is given at once where nothing is built', async (name, words) => {
    await write(
      'scripts/bin/help.txt',
      '=== hub\nhub\n=== hub up\nhub up\n=== hub key\nhub key\n=== hub key create\nhub key create\n',
    )
    expect(await enter(words)).toEqual({ code: 0, output: `${name}\n`, calls: '' })
    await record(installed)
    expect(await enter(words)).toEqual({ code: 0, output: `${name}\n`, calls: '' })
    await enter()
    expect((await enter(words)).output).toBe(`the command ran: ${words.join(' ')}\n`)
  })

  test('an installation that fails is told with what npm said and what to do', async () => {
    await program('programs/npm', 'echo "npm error network"; exit 1')
    const { code, output } = await enter()
    expect(code).toBe(1)
    expect(output).toMatch(/npm error network\nHUB_INSTALL_FAILED .*\n-> /)
  })

  test('a build that fails is told with what the compiler said and what to do', async () => {
    await record(installed)
    await program('node_modules/.bin/turbo', 'echo "error TS1005"; exit 2')
    const { code, output } = await enter()
    expect(code).toBe(1)
    expect(output).toMatch(/error TS1005\nHUB_BUILD_FAILED .*\n-> /)
  })
})
