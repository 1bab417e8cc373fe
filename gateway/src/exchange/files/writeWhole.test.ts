import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeEach, expect, test } from 'vitest'
import { csvText } from './formats/csvText.ts'
import { xlsxBytes } from './formats/xlsxBytes.ts'
import { writeWhole } from './writeWhole.ts'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'whole-'))
  return () => rm(folder, { recursive: true })
})

async function* broken(lines: number) {
  for (let line = 0; line < lines; line += 1) yield [`行${line}`, '虚构'.repeat(30)]
  throw new Error('the source broke off')
}

// 0 lines fail before a byte of the source is out, 20,000 when blocks of it have been written.
test.each([0, 20_000])('a source that breaks off after %i lines leaves nothing behind', async (lines) => {
  const workbook = writeWhole(join(folder, 'a.xlsx'), xlsxBytes([{ name: 's', lines: broken(lines) }]))
  await expect(workbook).rejects.toThrow('the source broke off')
  await expect(writeWhole(join(folder, 'a.csv'), csvText(broken(lines)))).rejects.toThrow('the source broke off')
  expect(await readdir(folder)).toEqual([])
})

test('a file that is whole takes the place of the one before', async () => {
  const path = join(folder, 'a.csv')
  await writeWhole(path, csvText([['甲']]))
  await expect(writeWhole(path, csvText(broken(1)))).rejects.toThrow('the source broke off')
  expect(await readFile(path, 'utf8')).toBe('\uFEFF甲\r\n')
  await writeWhole(path, csvText([['乙']]))
  expect(await readFile(path, 'utf8')).toBe('\uFEFF乙\r\n')
  expect(await readdir(folder)).toEqual(['a.csv'])
})
