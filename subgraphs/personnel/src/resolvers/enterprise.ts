import { subjectRecords } from '@hub/kit/resolvers/subjectRecords'
import { commendations } from '../models/commendations.ts'
import { modelEnterpriseAwards } from '../models/modelEnterpriseAwards.ts'

/** What personnel adds to an enterprise. */
export const enterprise = {
  commendations: subjectRecords(commendations),
  modelEnterpriseAwards: subjectRecords(modelEnterpriseAwards),
}
