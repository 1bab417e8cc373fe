import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { makeUscc } from '@hub/schema/identifiers/makeIdentifiers'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { postGraph } from '../setup/postGraph.ts'
import { freePorts } from './launcher/freePorts.ts'
import { type HubCommand, hubCommand } from './launcher/hubCommand.ts'

const root = fileURLToPath(new URL('../../', import.meta.url))
const readmes = ['README.md', 'README.zh-CN.md']

/** Commands of a README's shell blocks, continuation lines joined. */
function commandsOf(readme: string): string[] {
  const text = readFileSync(join(root, readme), 'utf8')
  return [...text.matchAll(/```sh\n([\s\S]*?)```/g)].flatMap(([, block = '']) =>
    block
      .replaceAll('\\\n', ' ')
      .split('\n')
      .map((line) => line.replaceAll(/\s+/g, ' ').trim())
      .filter((line) => line !== ''),
  )
}

const REGISTRY = '企业名称,统一社会信用代码,注册日期\n虚构测试企业有限公司,91410100000000019L,2020-05-06\n'

describe('every command of the README works', () => {
  let folder: string
  let port: number
  let hub: HubCommand
  let tries = 0

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'hub-readme-'))
    await writeFile(join(folder, 'FILE.csv'), REGISTRY)
    port = await freePorts()
    hub = hubCommand(['up', '--port', String(port), '--data', join(folder, 'data'), '--demo', '80'])
    await hub.printed(/Ctrl-C/)
  })
  afterAll(async () => {
    hub.child.kill('SIGINT')
    await hub.ended
    await rm(folder, { recursive: true, force: true })
  })

  /** How each command is tried here: on this test's ports and folder, and what must come of it. */
  const tried: [pattern: RegExp, attempt: (command: string) => void | Promise<void>][] = [
    [/^npm start$/, () => expect(hub.output()).toContain(`http://127.0.0.1:${port}/`)],
    [/^npm test$/, () => expect(packageScript('test')).toBe('node scripts/bin/hub.mjs test')],
    [
      /^curl /,
      (command) => {
        const [enterprise] = JSON.parse(shell(command)).data.enterprises.nodes
        // What the hub is for: several divisions on one enterprise, none of them with nothing to say.
        for (const family of ['liquorFilings', 'penalties', 'permits', 'modelEnterpriseAwards'])
          expect(enterprise[family].nodes, family).toHaveLength(1)
      },
    ],
    [
      /^npx hub key create --name 市信用办 --role credit-platform$/,
      async (command) => {
        const [key = ''] = /hub_[a-z2-9]{10}_[\w-]{43}/.exec(await keyCommand(command)) ?? []
        expect([await statusFor(key), await statusFor(`${key.slice(0, -1)}_`)]).toEqual([200, 401])
      },
    ],
    [/^npx hub key list$/, async (command) => expect(await keyCommand(command)).toMatch(/市信用办 +CREDIT_PLATFORM/)],
    [
      /^npx hub token --role officer --division trade$/,
      async (command) => {
        const run = hubCommand([...command.split(' ').slice(2), '--data', join(folder, 'data')])
        expect(await run.ended, run.output()).toBe(0)
        expect([await statusFor(run.output().trim()), await statusFor('x')]).toEqual([200, 401])
      },
    ],
    [
      /^npx hub import market-order registry FORM\.csv --template$/,
      async (command) => {
        await importing(command)
        expect(readFileSync(join(folder, 'FORM.csv'), 'utf8')).toContain('统一社会信用代码')
      },
    ],
    [
      /^npx hub import market-order registry FILE\.csv --dry-run$/,
      async (command) => expect(await importing(command)).toMatch(/(created|duplicate) +1\n/),
    ],
    [
      /^npx hub import market-order registry FILE\.csv$/,
      async (command) => {
        expect(await importing(command)).toMatch(/(created|duplicate) +1\n/)
        expect(await importing(command)).toMatch(/duplicate +1\n/)
      },
    ],
    [
      /^npx hub import market-order registry DOUBTS\.csv --doubts$/,
      async (command) => {
        tries += 1
        const right = makeUscc({ category: '91', authority: '410100', organisation: `MX00000${tries}` })
        const wrong = `${right.slice(0, 17)}${right.endsWith('0') ? '1' : '0'}`
        await writeFile(join(folder, 'WRONG.csv'), REGISTRY.replace('91410100000000019L', wrong))
        expect(await importing(command.replace('DOUBTS.csv --doubts', 'WRONG.csv'))).toMatch(/doubtful +1\n/)
        await importing(command)
        const doubts = readFileSync(join(folder, 'DOUBTS.csv'), 'utf8')
        await writeFile(join(folder, 'RIGHT.csv'), doubts.replaceAll(wrong, right))
        expect(await importing(command.replace('DOUBTS.csv --doubts', 'RIGHT.csv'))).toMatch(/created +1\n/)
      },
    ],
  ]

  /** Runs a command of the README with this test's files, ports and data; answers what it printed. */
  async function importing(command: string): Promise<string> {
    await rm(join(folder, 'FORM.csv'), { force: true })
    await rm(join(folder, 'DOUBTS.csv'), { force: true })
    const words = command.split(' ').slice(2)
    const files = words.map((word) => (word.endsWith('.csv') ? join(folder, word) : word))
    const run = hubCommand([...files, '--port', String(port), '--data', join(folder, 'data')])
    expect(await run.ended, run.output()).toBe(0)
    return run.output()
  }

  /** What the hub answers whoever shows a credential. */
  async function statusFor(credential: string): Promise<number> {
    const authorization = `Bearer ${credential}`
    return (await postGraph(`http://127.0.0.1:${port}`, { query: '{ __typename }' }, { authorization })).status
  }

  async function keyCommand(command: string): Promise<string> {
    const target = ['--port', String(port), '--data', join(folder, 'data')]
    const run = hubCommand([...command.split(' ').slice(2), ...target])
    expect(await run.ended, run.output()).toBe(0)
    return run.output()
  }

  function shell(command: string): string {
    return execFileSync('sh', ['-c', command.replaceAll('127.0.0.1:4000', `127.0.0.1:${port}`)], { encoding: 'utf8' })
  }

  test.each(readmes.flatMap((readme) => commandsOf(readme).map((command) => [readme, command])))(
    '%s: %s',
    async (_readme, command) => {
      const attempt = tried.find(([pattern]) => pattern.test(command))?.[1]
      expect(attempt, 'a command that no test tries').toBeDefined()
      await attempt?.(command)
    },
  )

  test.each([
    [['import', 'nobody', 'registry'], 'market-order  市场秩序处'],
    [['import', 'market-order', 'nothing'], 'penalties  行政处罚'],
  ])('a name that is none lists those that there are: %j', async (words, listed) => {
    const target = ['FILE.csv', '--port', String(port), '--data', join(folder, 'data')]
    const run = hubCommand([...words, ...target])
    expect(await run.ended).not.toBe(0)
    expect(run.output()).toContain('HUB_IMPORT_TARGET_UNKNOWN')
    expect(run.output()).toContain(listed)
  })

  test('and both READMEs give the same commands', () => {
    const [english = '', chinese = ''] = readmes
    expect(commandsOf(chinese)).toEqual(commandsOf(english))
    expect(commandsOf(english).length).toBeGreaterThanOrEqual(7)
  })
})

function packageScript(name: string): string | undefined {
  const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
    scripts: Record<string, string>
  }
  return scripts[name]
}
