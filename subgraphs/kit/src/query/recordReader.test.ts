import { expect, test } from 'vitest'
import { openToAll, type RecordVisibility, throughDate } from '../access/recordVisibility.ts'
import type { DivisionCollections } from '../store/divisionCollections.ts'
import { importedFamily } from '../testing/sampleImport.ts'
import { readDeadline } from './readDeadline.ts'
import { RecordReader } from './recordReader.ts'

const DAYS = ['2026-01-01', '2026-01-02', '2026-01-03']
const stored = DAYS.map((day) => ({ _id: day, recordedAt: new Date(`${day}T04:00:00Z`) }))

/** How often the versions are asked, one recorded on each day, for which of them were open then. */
async function questions(visibility: RecordVisibility): Promise<number> {
  let asked = 0
  const ask = () => {
    asked += 1
    return { toArray: async () => stored }
  }
  const modelsOf = () => ({ versions: { find: ask, aggregate: ask } })
  const reader = new RecordReader({ modelsOf } as unknown as DivisionCollections, readDeadline(10_000), {
    caller: '市信用平台',
    role: 'CREDIT_PLATFORM',
  })
  expect(await reader.openThen({ ...importedFamily, visibility }, DAYS)).toEqual(new Set(DAYS))
  return asked
}

test('which versions were open then is asked once for each rule, however many days they were recorded on', async () => {
  expect(await questions(openToAll)).toBe(2)
  expect(await questions({ public: [], shared: [throughDate('endedOn')] })).toBe(1 + DAYS.length)
})
