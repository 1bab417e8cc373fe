import { fstatSync } from 'node:fs'
import { expect, it } from 'vitest'
import { temporaryFile } from '../temporaryFile.ts'
import { SharedStrings } from './sharedStrings.ts'

it('gives back every string in any order, though most of them are on disk', async () => {
  const file = await temporaryFile()
  try {
    const strings = new SharedStrings(file.fd)
    const text = (index: number): string => `${index}“字”\n`.repeat((index % 97) * 20)
    const count = 5_000
    for (let index = 0; index < count; index++) strings.add(text(index))
    // More than is kept in memory, so pages come and go.
    expect(fstatSync(file.fd).size).toBeGreaterThan(20_000_000)
    for (let step = 0; step < count; step++) {
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
