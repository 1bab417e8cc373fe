#!/usr/bin/env node
// The way in: needs nothing but Node. Makes sure that what the real command needs is installed and built, then runs it.
import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { quietEnvironment } from './environment.mjs'

const root = fileURLToPath(new URL('../../', import.meta.url))
const leastNode = [20, 19]

function fail(code, zh, en, remedy, output = '') {
  process.stderr.write(`${output}${code} ${zh} / ${en}\n-> ${remedy}\n`)
  process.exit(1)
}

function nodeIsNewEnough() {
  const [major, minor] = process.versions.node.split('.').map(Number)
  return major > leastNode[0] || (major === leastNode[0] && minor >= leastNode[1])
}

/** Whether node_modules holds what the lock file says. npm keeps its own record of what it installed. */
function isInstalled() {
  const record = join(root, 'node_modules', '.package-lock.json')
  if (!existsSync(record)) return false
  const installed = JSON.parse(readFileSync(record, 'utf8')).packages
  const locked = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')).packages
  return Object.entries(locked).every(
    ([path, { version, link, optional, devOptional }]) =>
      !path.startsWith('node_modules/') ||
      optional === true ||
      devOptional === true ||
      (installed[path] !== undefined && (link === true || installed[path].version === version)),
  )
}

/** Runs a program, says every few seconds that it still does, and keeps its output for the case that it fails. */
function run(title, program, programArguments) {
  const startedAt = Date.now()
  const elapsed = () => `${((Date.now() - startedAt) / 1000).toFixed(1)} s`
  const { isTTY } = process.stdout
  const timer = setInterval(
    () => process.stdout.write(isTTY ? `\r\u001b[2K… ${title} (${elapsed()})` : `… ${title} (${elapsed()})\n`),
    isTTY ? 1_000 : 5_000,
  )
  return new Promise((resolve) => {
    let output = ''
    const keep = (chunk) => {
      output += chunk
    }
    const child = spawn(program, programArguments, {
      cwd: root,
      env: quietEnvironment,
      shell: process.platform === 'win32',
    })
    child.stdout.on('data', keep)
    child.stderr.on('data', keep)
    const end = (ok) => {
      clearInterval(timer)
      if (isTTY) process.stdout.write('\r\u001b[2K')
      if (ok && Date.now() - startedAt > 2_000) process.stdout.write(`✓ ${title} ${elapsed()}\n`)
      resolve({ ok, output })
    }
    child.once('error', (error) => {
      keep(`${error.message}\n`)
      end(false)
    })
    child.once('close', (code) => end(code === 0))
  })
}

async function install() {
  const { ok, output } = await run('安装依赖 installing', 'npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'])
  if (ok) return
  const remedy = '检查网络和 npm 源后重试 / check the network and the npm registry, then start again'
  fail('HUB_INSTALL_FAILED', '依赖安装失败', 'npm ci failed', remedy, output)
}

/** Where it is kept of what the last build was made, and what it left. */
const buildRecord = join(root, 'node_modules', '.cache', 'hub-build')
const rootInputs = ['package.json', 'package-lock.json', 'turbo.json', 'tsconfig.base.json']

function* filesIn(folder, isWanted) {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name)
    if (entry.isFile()) yield path
    else if (entry.isDirectory() && isWanted(entry.name)) yield* filesIn(path, isWanted)
  }
}

/** The folders that are built, tests aside: no command needs them built. */
function rooms() {
  const { workspaces = [] } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
  return workspaces.filter((name) => name !== 'test').map((name) => join(root, name))
}

/** Different whenever a source file was written, added or removed. */
function sourcesState() {
  const hash = createHash('sha256').update(root)
  const isSource = (name) => name !== 'dist' && name !== 'node_modules' && !name.startsWith('.')
  const files = rooms().flatMap((room) => [...filesIn(room, isSource)])
  for (const path of [...rootInputs.map((name) => join(root, name)), ...files]) {
    const { mtimeMs, size } = statSync(path, { throwIfNoEntry: false }) ?? {}
    hash.update(`${path} ${mtimeMs} ${size}\n`)
  }
  return hash.digest('hex')
}

/** Different when something that was built is gone. */
function builtState() {
  const hash = createHash('sha256')
  const folders = rooms().map((room) => join(room, 'dist'))
  for (const folder of folders.filter(existsSync)) for (const path of filesIn(folder, () => true)) hash.update(path)
  return hash.digest('hex')
}

/** Whether nothing has changed since the last build: asking turbo would say the same, and takes a third of a second. */
function isBuilt(sources) {
  return existsSync(buildRecord) && readFileSync(buildRecord, 'utf8') === `${sources} ${builtState()}`
}

async function build() {
  const sources = sourcesState()
  if (isBuilt(sources)) return
  const turbo = join(root, 'node_modules', '.bin', 'turbo')
  const { ok, output } = await run('构建 building', turbo, ['run', 'build', '--output-logs=errors-only'])
  if (ok) {
    mkdirSync(dirname(buildRecord), { recursive: true })
    writeFileSync(buildRecord, `${sources} ${builtState()}`)
    return
  }
  const remedy = '按上面的编译错误修改源码 / correct the sources as the compiler says above'
  fail('HUB_BUILD_FAILED', '构建失败', 'the build failed', remedy, output)
}

const isReady = () => isInstalled() && isBuilt(sourcesState())

/** What the command that is named would say of itself, from the file that `hub compose` writes: nobody waits for a build to be told. */
function helpOf(asked) {
  const sections = readFileSync(new URL('help.txt', import.meta.url), 'utf8').split(/^=== (.*)\n/m)
  const texts = new Map(sections.flatMap((name, index) => (index % 2 === 1 ? [[name, sections[index + 1]]] : [])))
  let name = 'hub'
  for (const word of asked) if (texts.has(`${name} ${word}`)) name += ` ${word}`
  return texts.get(name)
}

if (!nodeIsNewEnough()) {
  const wanted = `Node.js >= ${leastNode.join('.')}`
  fail('HUB_NODE_TOO_OLD', `需要 ${wanted}`, `this is ${process.versions.node}`, `安装 ${wanted} / install ${wanted}`)
}
const words = process.argv.slice(2)
if ((words[0] === 'help' || words.includes('--help') || words.includes('-h')) && !isReady()) {
  process.stdout.write(helpOf(words))
  process.exit()
}
if (!isInstalled()) await install()
await build()
await import('../dist/main.js')
