import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { hubProgram } from '../hubProgram.ts'
import { ProgressLines } from '../launcher/progressLines.ts'
import { repositoryFolder } from '../launcher/repository.ts'
import { commandHelp } from './commandHelp.ts'

test('help.txt is what `npx hub compose` writes of the commands', () => {
  const text = readFileSync(join(repositoryFolder, 'scripts', 'bin', 'help.txt'), 'utf8')
  expect(text).toBe(commandHelp(hubProgram(new ProgressLines(process.stdout))))
  expect(text).toMatch(/^=== hub up\nUsage: hub up /m)
  expect(text).toMatch(/^=== hub key create\nUsage: hub key create /m)
})
