import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { importFile, importFileSize } from './importFile.ts'

let folder: string
let server: Server
let answer: { status: number; body: string }
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'hub-import-'))
  writeFileSync(join(folder, 'rows.csv'), 'a,b\n')
  server = createServer((request, response) => {
    request.resume().once('end', () => response.writeHead(answer.status).end(answer.body))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
})
afterAll(() => {
  server.close()
  rmSync(folder, { recursive: true })
})

function sent(status: number, body: string): Promise<unknown> {
  answer = { status, body }
  const divisionUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return importFile({
    divisionUrl,
    key: 'a:b',
    family: 'f',
    file: join(folder, 'rows.csv'),
    onProgress: () => undefined,
  })
}

test('a file that is not there, or a folder, is told as that', async () => {
  expect(await importFileSize(join(folder, 'rows.csv'))).toBe(4)
  await expect(importFileSize(join(folder, 'none.csv'))).rejects.toMatchObject({
    code: 'HUB_IMPORT_FILE_REFUSED',
    message: expect.stringMatching(/no such file.*none\.csv/),
  })
  await expect(importFileSize(folder)).rejects.toMatchObject({
    code: 'HUB_IMPORT_FILE_REFUSED',
    message: expect.stringMatching('a folder'),
  })
})

test('what a division says against a file keeps its code, in a refusal and in a line of its answer', async () => {
  const body = '{"error":{"code":"HUB_IMPORT_FILE_REFUSED","message":"XLSX 已损坏"}}'
  await expect(sent(200, `{"progress":{"rows":1}}\n${body}\n`)).rejects.toMatchObject({
    code: 'HUB_IMPORT_FILE_REFUSED',
    message: 'XLSX 已损坏',
  })
  await expect(sent(400, body)).rejects.toMatchObject({ code: 'HUB_IMPORT_FILE_REFUSED', message: 'XLSX 已损坏' })
  await expect(sent(401, '{}')).rejects.toMatchObject({ code: 'HUB_IMPORT_KEY_INVALID' })
  await expect(sent(200, '')).rejects.toMatchObject({ code: 'HUB_IMPORT_FAILED' })
})
