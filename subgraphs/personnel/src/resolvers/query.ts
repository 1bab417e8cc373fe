import { deskQuery } from '@hub/kit/desk/deskQuery'
import { eventHead } from '@hub/kit/resolvers/eventHead'
import { familyList } from '@hub/kit/resolvers/familyList'
import { recordEvents } from '@hub/kit/resolvers/recordEvents'
import { recordById } from '@hub/kit/resolvers/recordType'
import { commendations } from '../models/commendations.ts'
import { modelEnterpriseAwards } from '../models/modelEnterpriseAwards.ts'

/** Root fields of personnel. */
export const query = {
  commendations: familyList(commendations),
  commendation: recordById(commendations),
  modelEnterpriseAwards: familyList(modelEnterpriseAwards),
  modelEnterpriseAward: recordById(modelEnterpriseAwards),
  personnelEvents: recordEvents([commendations, modelEnterpriseAwards]),
  personnelEventHead: eventHead,
  personnelDesk: deskQuery,
}
