import { expect, test } from 'vitest'
import { doorError, refusedWith } from './doorError.ts'

test('a fault keeps the code of the division, and its remedy', () => {
  const error = doorError({ code: 'HUB_IMPORT_FILE_REFUSED', message: 'XLSX 已损坏' })
  expect(error).toMatchObject({ code: 'HUB_IMPORT_FILE_REFUSED', message: 'XLSX 已损坏' })
  expect(error.remedy.en).toMatch('Correct the file')
})

test('a code that is not catalogued is told within the message', () => {
  expect(doorError({ code: 'toString', message: 'm' })).toMatchObject({
    code: 'HUB_IMPORT_FAILED',
    message: expect.stringMatching(/: toString: m$/),
  })
  expect(doorError({ message: 'm' })).toMatchObject({
    code: 'HUB_IMPORT_FAILED',
    message: expect.stringMatching(/: m$/),
  })
})

test('a refusal is read for its code, and shown as it is where it has none', () => {
  const body = '{"error":{"code":"BAD_USER_INPUT","message":"批次编号"}}'
  expect(refusedWith(400, body)).toMatchObject({ code: 'BAD_USER_INPUT', message: '批次编号' })
  for (const other of ['<html>', '{"error":"x"}', '']) {
    const { code, message } = refusedWith(502, other)
    expect([code, message]).toEqual(['HUB_IMPORT_FAILED', expect.stringContaining(`HTTP 502 ${other}`)])
  }
})
