import { deskQuery } from '@hub/kit/desk/deskQuery'
import { eventHead } from '@hub/kit/resolvers/eventHead'
import { familyList } from '@hub/kit/resolvers/familyList'
import { recordEvents } from '@hub/kit/resolvers/recordEvents'
import { recordById } from '@hub/kit/resolvers/recordType'
import { foreignInvestments } from '../models/foreignInvestments.ts'
import { jointVentures } from '../models/jointVentures.ts'

/** Root fields of foreign-investment. */
export const query = {
  foreignInvestments: familyList(foreignInvestments),
  foreignInvestment: recordById(foreignInvestments),
  jointVentures: familyList(jointVentures),
  jointVenture: recordById(jointVentures),
  foreignInvestmentEvents: recordEvents([foreignInvestments, jointVentures]),
  foreignInvestmentEventHead: eventHead,
  foreignInvestmentDesk: deskQuery,
}
