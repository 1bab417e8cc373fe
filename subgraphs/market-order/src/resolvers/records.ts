import type { StoredRecord } from '@hub/kit/family/recordEnvelope'
import type { RecordFamily } from '@hub/kit/family/recordFamily'
import { recordType } from '@hub/kit/resolvers/recordType'
import type { DivisionContext } from '@hub/kit/server/divisionContext'
import { commitments } from '../models/commitments.ts'
import { listEntries } from '../models/listEntries.ts'
import { penalties } from '../models/penalties.ts'
import { permits } from '../models/permits.ts'
import { redListEntries } from '../models/redListEntries.ts'
import { subjectActs } from '../models/subjectActs.ts'
import { codeName, penaltyCategoryName } from '../rules/codeNames.ts'
import { ofPerson, shownLegalRep, shownSubjectName } from '../rules/shownNames.ts'
import { type CounterpartFacts, counterpartKind } from '../rules/subjectKind.ts'
import { enterpriseIdentifier, loadSubject } from './enterprise.ts'

/** A decision as stored: the fields that the schema shows in another form. */
interface StoredDecision extends CounterpartFacts {
  subjectName?: string
  legalRepName?: string
  categories?: string[]
  category?: string
  permitState?: string
}

/** The index is in this very division, so an enterprise is loaded here and not by the hub. */
function recordOfSubject(family: RecordFamily) {
  return {
    ...recordType(family),
    enterprise: (record: StoredRecord, _: unknown, context: DivisionContext) => loadSubject(record, context),
  }
}

/** Whom a decision concerns, natural persons behind their first character. */
const counterpart = {
  subjectCategory: (decision: StoredDecision) => counterpartKind(decision),
  subjectName: (decision: StoredDecision) => shownSubjectName(counterpartKind(decision), decision.subjectName),
  personName: (decision: StoredDecision) => ofPerson(counterpartKind(decision), decision.subjectName),
  legalRepName: (decision: StoredDecision) => shownLegalRep(counterpartKind(decision), decision.legalRepName),
}

/** Record types of market-order, and what their parts compute. */
export const records = {
  AdministrativePenalty: {
    ...recordOfSubject(penalties),
    ...counterpart,
    categoryNames: ({ categories }: StoredDecision) => categories?.map(penaltyCategoryName),
  },
  AdministrativePermit: {
    ...recordOfSubject(permits),
    ...counterpart,
    categoryName: ({ category }: StoredDecision) => codeName('permit-categories', category),
    permitStateName: ({ permitState }: StoredDecision) => codeName('permit-states', permitState),
  },
  ListEntry: recordOfSubject(listEntries),
  RedListEntry: recordOfSubject(redListEntries),
  Commitment: recordOfSubject(commitments),
  SubjectAct: recordOfSubject(subjectActs),
  EnterpriseIdentifier: enterpriseIdentifier,
}
