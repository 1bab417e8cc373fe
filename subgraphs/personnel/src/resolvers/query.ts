import { familyList } from '@hub/kit/resolvers/familyList'
import { recordById } from '@hub/kit/resolvers/recordType'
import { commendations } from '../models/commendations.ts'
import { modelEnterpriseAwards } from '../models/modelEnterpriseAwards.ts'

/** Root fields of personnel. */
export const query = {
  commendations: familyList(commendations),
  commendation: recordById(commendations),
  modelEnterpriseAwards: familyList(modelEnterpriseAwards),
  modelEnterpriseAward: recordById(modelEnterpriseAwards),
}
