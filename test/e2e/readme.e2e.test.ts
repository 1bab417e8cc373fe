import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
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

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'hub-readme-'))
    await writeFile(join(folder, 'FILE.csv'), REGISTRY)
    port = await freePorts()
    hub = hubCommand(['up', '--port', String(port), '--data', join(folder, 'data'), '--demo', '40'])
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
    [/^curl /, (command) => expect(shell(command)).toMatch(/"totalCount":[1-9]/)],
    [
      /^npx hub import market-order registry FILE\.csv$/,
      async () => {
        const target = ['--port', String(port), '--data', join(folder, 'data')]
        const run = hubCommand(['import', 'market-order', 'registry', join(folder, 'FILE.csv'), ...target])
        expect(await run.ended, run.output()).toBe(0)
        expect(run.output()).toMatch(/(created|duplicate) +1\n/)
      },
    ],
  ]

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

  test('and both READMEs give the same commands', () => {
    const [english = '', chinese = ''] = readmes
    expect(commandsOf(chinese)).toEqual(commandsOf(english))
    expect(commandsOf(english).length).toBeGreaterThanOrEqual(4)
  })
})

function packageScript(name: string): string | undefined {
  const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
    scripts: Record<string, string>
  }
  return scripts[name]
}
