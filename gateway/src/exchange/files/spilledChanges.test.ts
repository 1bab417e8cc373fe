import { mkdtemp, open, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { expect, onTestFinished, test, vi } from 'vitest'
import type { ExportChange } from './filePlan.ts'
import { SpilledChanges } from './spilledChanges.ts'

const changeOf = fc.record({
  division: fc.constant('market-order'),
  sequence: fc.integer({ min: 1, max: 999 }),
  kind: fc.constantFrom('CREATED', 'CORRECTED', 'WITHDRAWN'),
  recordId: fc.constantFrom('R1', 'R2', 'R3', 'R4'),
  version: fc.integer({ min: 1, max: 4 }),
  effectiveOn: fc.constant(null),
  record: fc.option(
    fc.record({ facts: fc.string({ unit: fc.constantFrom('甲', '\n', '\u2028', '\u2029', '"', '\r') }) }),
  ),
})

/** In one list: of each record the last change of its highest version. */
function naiveLast(changes: readonly ExportChange[]): ExportChange[] {
  return changes.filter(
    (change, index) =>
      !changes.some(
        ({ recordId, version }, other) =>
          recordId === change.recordId && (version > change.version || (version === change.version && other > index)),
      ),
  )
}

test('the last change of each record comes back as it was, whatever stands in it, and nothing stays on the disk', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'spilled-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  await fc.assert(
    fc.asyncProperty(fc.array(fc.array(changeOf, { maxLength: 5 }), { maxLength: 4 }), async (pages) => {
      const spilled = await SpilledChanges.open(join(folder, 'changes'))
      for (const page of pages) await spilled.add(page)
      const last: ExportChange[] = []
      for await (const group of spilled.last()) last.push(...group)
      await spilled.close()
      expect(last).toEqual(naiveLast(pages.flat()))
      expect(spilled.records).toEqual(new Set(pages.flat().map(({ recordId }) => recordId)))
    }),
    { numRuns: 100 },
  )
  expect(await readdir(folder)).toEqual([])
})

test('what the disk does not give back is an error of whoever reads, and ends no process', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'spilled-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  const other = await open(join(folder, 'other'), 'w')
  const reading = vi.spyOn(Object.getPrototypeOf(other), 'read').mockRejectedValue(new Error('EIO'))
  await other.close()
  const spilled = await SpilledChanges.open(join(folder, 'changes'))
  await spilled.add(fc.sample(changeOf, 3))
  await expect(spilled.last().next()).rejects.toThrow('EIO')
  reading.mockRestore()
  await spilled.close()
  expect(await readdir(folder)).toEqual(['other'])
})
