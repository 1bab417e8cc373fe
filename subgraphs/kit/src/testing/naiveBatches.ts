import fc from 'fast-check'
import type { NaiveRequest } from './naiveStore.ts'

const noteNo = fc.constantFrom('N1', 'N2', 'N3', 'N4')
const subjectId = fc.constantFrom('S1', 'S2')
const date = fc.constantFrom('2020-01-01', '2021-06-30', '2024-02-29')
const title = fc.constantFrom('甲酒业批发备案', '乙酒业零售备案', '（丙）Wine 备案')

const put: fc.Arbitrary<NaiveRequest> = fc.record({
  kind: fc.constant('PUT' as const),
  subjectId,
  fields: fc.record({ noteNo, title, issuedOn: date }, { requiredKeys: ['noteNo', 'title'] }),
})

const change: fc.Arbitrary<NaiveRequest> = fc.record(
  {
    kind: fc.constant('CHANGE' as const),
    noteNo,
    subjectId,
    fields: fc.record({ title }),
    recordState: fc.constantFrom('CURRENT' as const, 'WITHDRAWN' as const, 'REPAIRED' as const),
  },
  { requiredKeys: ['kind', 'noteNo'] },
)

/** Batches of requests, few records and many collisions, each with the milliseconds since the one before (0: same instant). */
export const naiveBatches: fc.Arbitrary<{ wait: number; requests: NaiveRequest[] }[]> = fc.array(
  fc.record({
    wait: fc.integer({ min: 0, max: 3 }),
    requests: fc.array(fc.oneof(put, change), { minLength: 1, maxLength: 6 }),
  }),
  { minLength: 1, maxLength: 6 },
)
