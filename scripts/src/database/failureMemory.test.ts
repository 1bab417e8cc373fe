import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { rememberedFailure, rememberFailure } from './failureMemory.ts'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hub-memory-'))
})
afterEach(() => rm(folder, { recursive: true }))

const noon = new Date('2026-11-24T12:00:00Z')
const after = (hours: number) => new Date(noon.getTime() + hours * 3_600_000)

test('a failure is remembered for a day', async () => {
  const file = join(folder, 'cache', 'failed.json')
  await rememberFailure(file, 'no way out', noon)
  expect(await rememberedFailure(file, after(23.9))).toBe('no way out')
  expect(await rememberedFailure(file, after(24))).toBeUndefined()
})

test('a clock that was set back does not make it last', async () => {
  const file = join(folder, 'failed.json')
  await rememberFailure(file, 'no way out', noon)
  expect(await rememberedFailure(file, after(-1))).toBeUndefined()
})

test('no memory, or one that makes no sense, is none', async () => {
  const file = join(folder, 'failed.json')
  expect(await rememberedFailure(file, noon)).toBeUndefined()
  await writeFile(file, '{"at":')
  expect(await rememberedFailure(file, noon)).toBeUndefined()
})
