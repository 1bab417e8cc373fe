import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { consoleFiles } from './consoleFiles.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'hub-console-'))
  mkdirSync(join(folder, 'assets'))
})
afterEach(() => rmSync(folder, { recursive: true }))

test('files come under the path of their URL, with type, compressed copy and a tag that follows the content', async () => {
  writeFileSync(join(folder, 'index.html'), '<title>枢纽</title>')
  writeFileSync(join(folder, 'assets', 'a.js'), 'one')
  writeFileSync(join(folder, 'assets', 'a.js.gz'), gzipSync('one'))
  writeFileSync(join(folder, 'assets', 'b.ttf'), 'one')
  const files = await consoleFiles(folder)
  expect([...files.keys()].sort()).toEqual(['/assets/a.js', '/assets/b.ttf', '/index.html'])
  expect(files.get('/index.html')).toMatchObject({ type: 'text/html; charset=utf-8', gzipped: undefined })
  expect(files.get('/assets/a.js')?.gzipped).toEqual(gzipSync('one'))
  expect(files.get('/assets/b.ttf')).toMatchObject({ type: 'font/ttf', etag: files.get('/assets/a.js')?.etag })
  expect(files.get('/index.html')?.etag).not.toBe(files.get('/assets/a.js')?.etag)
})

test('a console that has not been built has no files', async () => {
  expect((await consoleFiles(join(folder, 'none'))).size).toBe(0)
})
