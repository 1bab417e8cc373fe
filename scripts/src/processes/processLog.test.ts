import { closeSync, existsSync, mkdtempSync, rmSync, statSync, writeFileSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { openProcessLog, processLogTail } from './processLog.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'hub-log-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

test('the tail shows messages of JSON lines and other lines as they are', () => {
  const file = join(folder, 'a.log')
  writeFileSync(file, 'first\n{"level":50,"msg":"no database"}\n{not json\n')
  expect(processLogTail(file, 2)).toEqual(['no database', '{not json'])
})

test('a log that is not there has no tail', () => {
  expect(processLogTail(join(folder, 'none.log'))).toEqual([])
})

test('a log is appended to until it is too large, then put aside', () => {
  const file = join(folder, 'logs', 'a.log')
  for (const text of ['one\n', 'two\n']) {
    const log = openProcessLog(file)
    writeSync(log, text)
    closeSync(log)
  }
  expect(processLogTail(file)).toEqual(['one', 'two'])
  writeFileSync(file, Buffer.alloc(21 * 1024 * 1024))
  closeSync(openProcessLog(file))
  expect(statSync(file).size).toBe(0)
  expect(existsSync(`${file}.1`)).toBe(true)
})
