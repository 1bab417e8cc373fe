import { deskQuery } from '@hub/kit/desk/deskQuery'
import { eventHead } from '@hub/kit/resolvers/eventHead'
import { familyList } from '@hub/kit/resolvers/familyList'
import { recordEvents } from '@hub/kit/resolvers/recordEvents'
import { recordById } from '@hub/kit/resolvers/recordType'
import { accompanyingNotes } from '../models/accompanyingNotes.ts'
import { liquorFilings } from '../models/liquorFilings.ts'

/** Root fields of trade. */
export const query = {
  liquorFilings: familyList(liquorFilings),
  liquorFiling: recordById(liquorFilings),
  accompanyingNotes: familyList(accompanyingNotes),
  accompanyingNote: recordById(accompanyingNotes),
  tradeEvents: recordEvents([liquorFilings, accompanyingNotes]),
  tradeEventHead: eventHead,
  tradeDesk: deskQuery,
}
