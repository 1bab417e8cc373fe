import { recordType } from '@hub/kit/resolvers/recordType'
import { commendations } from '../models/commendations.ts'
import { modelEnterpriseAwards } from '../models/modelEnterpriseAwards.ts'
import { isPublicityLongEnough } from '../rules/publicityPeriod.ts'

/** Record types of personnel, and what their parts compute. */
export const records = {
  Commendation: recordType(commendations),
  ModelEnterpriseAward: {
    ...recordType(modelEnterpriseAwards),
    publicityLongEnough: ({ publicityFrom, publicityTo }: { publicityFrom?: string; publicityTo?: string }) =>
      isPublicityLongEnough(publicityFrom, publicityTo),
  },
}
