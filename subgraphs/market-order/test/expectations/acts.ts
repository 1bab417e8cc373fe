import type { ListExpectation } from '@hub/kit/testing/listExpectation'
import { holdsOn, inState, is, notBefore } from '@hub/kit/testing/naiveFilter'
import fc from 'fast-check'
import { subjectActs } from '../../src/models/subjectActs.ts'
import { dates, partly } from './samples.ts'

const numbers = [1, 2, 3, 4, 5]
const kinds = ['MERGE', 'SPLIT', 'UNDO']

export const subjectActsExpectation: ListExpectation = {
  family: subjectActs,
  list: 'subjectActs',
  stem: 'SubjectAct',
  fields: fc
    .tuple(
      fc.record({
        number: fc.constantFrom(...numbers),
        kind: fc.constantFrom(...kinds),
        effectiveOn: fc.constantFrom(...dates),
        reason: fc.constant('虚构'),
      }),
      partly({ survivorId: fc.constantFrom('S1', 'S2'), undoes: fc.constantFrom(...numbers) }),
    )
    .map(([always, sometimes]) => ({ ...always, ...sometimes })),
  filters: {
    recordState: inState,
    validOn: holdsOn(({ effectiveOn }) => [effectiveOn, undefined], dates),
    kind: is(({ kind }) => kind, kinds),
    numberFrom: notBefore(({ number }) => number, numbers),
  },
  orders: { NUMBER: ({ number }) => number as number },
}
