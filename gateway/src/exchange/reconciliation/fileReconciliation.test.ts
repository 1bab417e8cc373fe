import { describe, expect, test } from 'vitest'
import type { FileEntry } from '../files/fileLog.ts'
import type { Manifest } from '../files/manifest.ts'
import { fileReconciliation } from './fileReconciliation.ts'

function entry(file: string, rows: number, more: Partial<FileEntry> = {}): FileEntry {
  const period = { from: '2026-04-01', to: '2026-04-01' }
  const facts = { agreementId: 'a', message: '001503', period, day: '2026-04-01', basis: '1', format: 'CSV' } as const
  const manifest = { rows } as Manifest
  return { _id: file, ...facts, version: 1, file, state: 'WRITTEN', manifest, ...more }
}

describe('the reconciliation of files', () => {
  test('adds up what receipts say; rows that they do not name are on their way', () => {
    const counts = { CREATED: 1, UPDATED: 1, DOUBT: 1, UNLINKED: 0, DUPLICATE: 0, REFUSED: 1 }
    const outcomes = ['CREATED', 'UPDATED', 'DOUBT', 'REFUSED'] as const
    const receipt = { counts, lines: outcomes.map((outcome, index) => ({ row: index + 1, outcome })) }
    expect(fileReconciliation([entry('f1', 5, { receipt }), entry('f2', 2)])).toEqual({
      reported: 7,
      accepted: 2,
      doubt: 1,
      unlinked: 0,
      duplicate: 0,
      refused: 1,
      overtaken: 0,
      dead: 0,
      inFlight: 3,
      closes: true,
      unexplained: [],
    })
  })

  test('counts the last version of a period, and nothing that is only reserved', () => {
    const again = entry('f2', 4, { version: 2, replaces: 'f1' })
    expect(fileReconciliation([entry('f1', 3), again]).reported).toBe(4)
    expect(fileReconciliation([entry('f1', 3), { ...again, state: 'RESERVED' }]).reported).toBe(3)
  })

  test('does not close where a receipt says more than the file holds', () => {
    const counts = { CREATED: 2, UPDATED: 0, DOUBT: 0, UNLINKED: 0, DUPLICATE: 0, REFUSED: 0 }
    const receipt = { counts, lines: [{ row: 1, outcome: 'CREATED' as const }] }
    expect(fileReconciliation([entry('f0', 1), entry('f1', 1, { receipt })])).toMatchObject({
      closes: false,
      unexplained: [{ place: 'f1' }],
    })
    const line = { row: 1, outcome: 'CREATED' as const }
    const both = { counts, lines: [line, line] }
    expect(fileReconciliation([entry('f1', 1, { receipt: both })]).closes).toBe(false)
  })
})
