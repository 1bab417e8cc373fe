import { recordType } from '@hub/kit/resolvers/recordType'
import { accompanyingNotes } from '../models/accompanyingNotes.ts'
import { liquorFilings } from '../models/liquorFilings.ts'
import { fullStatusHistory, type StatusEntry } from '../rules/filingStatus.ts'
import { isDoneInTime } from '../rules/filingTimeliness.ts'
import { type LiquorOwner, openOwner } from '../rules/openOwner.ts'

/** Record types of trade, and what their parts compute. */
export const records = {
  LiquorOperatorRecord: {
    ...recordType(liquorFilings),
    acceptedInTime: ({ filedOn, acceptedOn }: { filedOn: string; acceptedOn?: string }) =>
      isDoneInTime('LIQUOR_ACCEPTANCE', filedOn, acceptedOn),
    statusHistory: ({ statusHistory }: { statusHistory: StatusEntry[] }) => fullStatusHistory(statusHistory),
    owner: ({ owner, isIndividualBusiness }: { owner?: LiquorOwner; isIndividualBusiness?: boolean }) =>
      owner ? openOwner(owner, isIndividualBusiness) : null,
  },
  AccompanyingNote: recordType(accompanyingNotes),
  LiquorFilingChange: {
    inTime: ({ changedOn, filedOn }: { changedOn?: string; filedOn?: string }) =>
      isDoneInTime('LIQUOR_CHANGE', changedOn, filedOn),
  },
}
