import { expect, test } from 'vitest'
import { deliveryFaults, type TakenChange } from './deliveryFaults.ts'

const change = (sequence: number, kind: string, recordId: string, version: number) =>
  ({ id: `E${sequence}`, sequence, kind, recordId, subjectId: 'S1', version, hasContent: true }) as const

const created = change(1, 'CREATED', 'R1', 1)
const other = change(2, 'CREATED', 'R2', 1)
const corrected = change(3, 'CORRECTED', 'R1', 2)
const withdrawn = { ...change(4, 'WITHDRAWN', 'R2', 2), hasContent: false }
const committed = [created, other, corrected, withdrawn]
const otherOut = { ...other, id: 'E2-out', hasContent: false }

test.each<[string, readonly TakenChange[]]>([
  ['all of it', committed],
  ['all of it by an agreement', committed.map((one) => ({ ...one, id: `${one.id}@demo-partner:1` }))],
  ['nothing of a record that is closed', [created, corrected]],
  ['no content of a record that is closed', [created, otherOut, corrected, withdrawn]],
])('%s may have come', (_, taken) => {
  expect(deliveryFaults(committed, taken)).toEqual([])
})

test.each<[string, readonly TakenChange[], readonly RegExp[]]>([
  ['a change that is missing', [created, other, withdrawn], [/^CORRECTED R1 v2 did not come/]],
  [
    'a withdrawal that is missing',
    [created, other, corrected],
    [/^WITHDRAWN R2 v2 did not come/, /^R2 is not withdrawn/],
  ],
  ['a change that nobody made', [...committed, change(5, 'CREATED', 'R3', 1)], [/^E5 was taken and never committed/]],
  ['another version', [created, other, { ...corrected, version: 3 }, withdrawn], [/^E3 was taken as /]],
  ['another subject', [created, other, { ...corrected, subjectId: 'S2' }, withdrawn], [/^E3 was taken as /]],
  [
    'content of the end of use',
    [created, { ...otherOut, hasContent: true }, corrected, withdrawn],
    [/^E2-out was taken/],
  ],
  [
    'no content of what stands',
    [created, other, { ...corrected, hasContent: false }, withdrawn],
    [/^CORRECTED R1 v2 came without/],
  ],
  [
    'a record out of its order',
    [corrected, created, other, withdrawn],
    [/^E1 .* of subjectId S1/, /^E1 .* of recordId R1/],
  ],
  ['a subject out of its order', [created, corrected, other, withdrawn], [/^E2 .* of subjectId S1/]],
])('%s is a fault', (_, taken, faults) => {
  expect(deliveryFaults(committed, taken)).toEqual(faults.map((fault) => expect.stringMatching(fault)))
})
