import { deskQuery } from '@hub/kit/desk/deskQuery'
import { eventHead } from '@hub/kit/resolvers/eventHead'
import { familyList } from '@hub/kit/resolvers/familyList'
import { recordEvents } from '@hub/kit/resolvers/recordEvents'
import { recordById } from '@hub/kit/resolvers/recordType'
import { commitments } from '../models/commitments.ts'
import { listEntries } from '../models/listEntries.ts'
import { penalties } from '../models/penalties.ts'
import { permits } from '../models/permits.ts'
import { redListEntries } from '../models/redListEntries.ts'
import { subjectActs } from '../models/subjectActs.ts'
import { subjects } from '../models/subjects.ts'
import { enterpriseByIdentifier, enterpriseByIdOrUscc } from './subjectLookup.ts'
import { subjectResolutions } from './subjectResolutions.ts'

/** Root fields of market-order. */
export const query = {
  enterprise: enterpriseByIdOrUscc,
  enterpriseByIdentifier,
  enterprises: familyList(subjects),
  resolveSubjects: subjectResolutions,
  penalties: familyList(penalties),
  penalty: recordById(penalties),
  permits: familyList(permits),
  permit: recordById(permits),
  listEntries: familyList(listEntries),
  listEntry: recordById(listEntries),
  redListEntries: familyList(redListEntries),
  redListEntry: recordById(redListEntries),
  commitments: familyList(commitments),
  commitment: recordById(commitments),
  marketOrderEvents: recordEvents([
    subjects,
    penalties,
    permits,
    listEntries,
    redListEntries,
    commitments,
    subjectActs,
  ]),
  marketOrderEventHead: eventHead,
  subjectActs: familyList(subjectActs),
  marketOrderDesk: deskQuery,
}
