import { subjectRecords } from '@hub/kit/resolvers/subjectRecords'
import { liquorFilings } from '../models/liquorFilings.ts'

/** What trade adds to an enterprise. */
export const enterprise = {
  liquorFilings: subjectRecords(liquorFilings),
}
