import { chmodSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { hopKeyList } from '@hub/schema/access/hop/hopKeys'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { hubKeys, readHubKeys } from './hubKeys.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'hub-keys-'))
})
afterEach(() => rmSync(folder, { recursive: true }))
const file = () => join(folder, 'keys.json')

test('keys are made once, for their owner alone, and differ everywhere', async () => {
  expect(await readHubKeys(folder)).toEqual({})
  const keys = await hubKeys(folder)
  expect(statSync(file()).mode & 0o777).toBe(0o600)
  expect(await hubKeys(folder)).toEqual(keys)
  const texts = [...Object.values(keys.hop), ...Object.values(keys.import)]
  expect(new Set(texts.map((text) => text.split(':')[1])).size).toBe(8)
  for (const text of texts) expect(hopKeyList.parse(text)).toHaveLength(1)
})

test('what an older hub has not made yet is added, and the rest stays', async () => {
  const { issuer, ...older } = await hubKeys(folder)
  writeFileSync(file(), JSON.stringify(older))
  const { issuer: added, ...rest } = await hubKeys(folder)
  expect(rest).toEqual(older)
  expect(added.d).not.toBe(issuer.d)
  expect(statSync(file()).mode & 0o777).toBe(0o600)
})

test.each([
  ['open to others', () => chmodSync(file(), 0o640)],
  ['broken', () => writeFileSync(file(), '{')],
  ['without a division', () => writeFileSync(file(), '{"hop":{},"import":{}}')],
])('a file that is %s is refused, not replaced', async (_, spoil) => {
  await hubKeys(folder)
  spoil()
  await expect(hubKeys(folder)).rejects.toMatchObject({ code: 'HUB_DATA_FOLDER_UNUSABLE' })
})
