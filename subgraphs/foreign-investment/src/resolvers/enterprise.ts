import { subjectRecord } from '@hub/kit/resolvers/subjectRecords'
import { foreignInvestments } from '../models/foreignInvestments.ts'
import { jointVentures } from '../models/jointVentures.ts'

/** What foreign-investment adds to an enterprise. */
export const enterprise = {
  foreignInvestment: subjectRecord(foreignInvestments),
  jointVenture: subjectRecord(jointVentures),
}
