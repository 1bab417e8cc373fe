import { expect, test } from 'vitest'
import { hubProgram } from './hubProgram.ts'
import { ProgressLines } from './launcher/progressLines.ts'

/** What a command line that is wrong is told, by commander itself: its words may change with a release. */
async function told(...words: string[]): Promise<string> {
  const said: string[] = []
  const program = hubProgram(new ProgressLines({ write: () => undefined }))
  const commands = [program, ...program.commands.flatMap((command) => [command, ...command.commands])]
  for (const command of commands) {
    command.exitOverride().configureOutput({ ...command.configureOutput(), writeErr: (text) => said.push(text) })
  }
  await program.parseAsync(words, { from: 'user' }).catch(() => undefined)
  return said.join('').split('\n')[0] ?? ''
}

test.each([
  [['import', 'trade'], "缺少参数 family / error: missing required argument 'family'"],
  [['up', '--port'], "选项 --port <number> 缺少值 / error: option '--port <number>' argument missing"],
  [
    ['exchange', 'pause', 'a'],
    "缺少必填的选项 --reason <text> / error: required option '--reason <text>' not specified",
  ],
  [['up', '--prot'], "没有选项 --prot / error: unknown option '--prot'"],
  [['upp'], "没有命令 upp / error: unknown command 'upp'"],
  [['status', 'x'], '参数过多 / error: too many arguments'],
  [
    ['up', '--port', 'x'],
    "选项 --port <number> 的值不符合要求 / error: option '--port <number>' argument 'x' is invalid",
  ],
])('%j is told in both languages', async (words, expected) => {
  expect(await told(...words)).toContain(expected)
})
