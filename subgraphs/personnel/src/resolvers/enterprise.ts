import { subjectRecords } from '@hub/kit/resolvers/subjectRecords'
import { commendations } from '../models/commendations.ts'

/** What personnel adds to an enterprise. */
export const enterprise = {
  commendations: subjectRecords(commendations),
}
