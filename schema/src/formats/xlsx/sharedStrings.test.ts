import { fstatSync } from 'node:fs'
import { expect, it } from 'vitest'
import { importLimits } from '../importLimits.ts'
import { temporaryFile } from '../temporaryFile.ts'
import { SharedStrings } from './sharedStrings.ts'

it.each([
  ['short', 20_000, (index: number) => `${index}“字”`.repeat(index % 97)],
  ['long', 2_000, (index: number) => `${index}“字”\n`.repeat((index % 97) * 20)],
])('gives back every %s string in any order, though most of them are on disk', async (_, count, text) => {
  const file = await temporaryFile()
  try {
    const strings = new SharedStrings(file.fd)
    for (let index = 0; index < count; index++) strings.add(text(index))
    // More than is kept in memory, so pages come and go.
    expect(fstatSync(file.fd).size).toBeGreaterThan(importLimits.heldCharacters)
    for (let step = 0; step < 2_000; step++) {
      const index = (step * 2_741) % count
      if (strings.get(index) !== text(index)) expect(strings.get(index)).toBe(text(index))
    }
    expect([strings.get(count), strings.get(1e9), strings.get(-1), strings.get(Number.NaN)]).toEqual(
      Array(4).fill(undefined),
    )
  } finally {
    await file.close()
  }
})
