import { recordType } from '@hub/kit/resolvers/recordType'
import { commendations } from '../models/commendations.ts'

/** Record types of personnel. */
export const records = {
  Commendation: recordType(commendations),
}
