import type { StoredRecord } from '@hub/kit/family/recordEnvelope'
import { heldBackCodes } from '@hub/kit/resolvers/heldBackCodes'
import { recordType } from '@hub/kit/resolvers/recordType'
import { type SubjectReference, subjectRecords } from '@hub/kit/resolvers/subjectRecords'
import type { DivisionContext } from '@hub/kit/server/divisionContext'
import { commitments } from '../models/commitments.ts'
import { listEntries } from '../models/listEntries.ts'
import { penalties } from '../models/penalties.ts'
import { permits } from '../models/permits.ts'
import { redListEntries } from '../models/redListEntries.ts'
import { subjects } from '../models/subjects.ts'
import { checkIdentifier } from '../rules/checkIdentifier.ts'
import { codeName, marketEntityTypeName } from '../rules/codeNames.ts'
import type { WrittenIdentifier } from '../rules/identifierKey.ts'
import { identityChanges, type SubjectVersion } from '../rules/identityChanges.ts'
import { isOpenIdentifier, openChanges } from '../rules/openIdentifiers.ts'
import { shownAddress } from '../rules/shownAddress.ts'
import { ofPerson, shownLegalRep, shownSubjectName } from '../rules/shownNames.ts'
import type { SubjectKind } from '../rules/subjectKind.ts'

/** A subject of the index as stored: the fields that the schema shows in another form. */
interface StoredSubject extends SubjectReference {
  identifiers?: WrittenIdentifier[]
  nameHistory?: { name?: string; from?: string; to?: string }[]
  subjectKind: SubjectKind
  name: string
  nameEn?: string
  legalRepName?: string
  address?: string
  subjectType?: string
  marketEntityType?: string
  marketEntityCodeSet?: string
  divisionCode?: string
  industryCode?: string
  mergedIntoId?: string
  supersedesIds?: string[]
}

const { supersededAt, catalogueId, sourceDivision, history } = recordType(subjects)

/** Loads a subject of the index; a subject it does not know keeps its id and nothing else. */
export async function loadSubject(
  { subjectId }: SubjectReference,
  { loaders }: DivisionContext,
): Promise<StoredRecord | SubjectReference> {
  return (await loaders.byId(subjects, subjectId, undefined)) ?? { subjectId }
}

/** The enterprise itself, and what market-order adds to it. */
export const enterprise = {
  ...heldBackCodes(subjects),
  __resolveReference: ({ subjectId }: SubjectReference, { loaders }: DivisionContext) =>
    loaders.byId(subjects, subjectId, undefined),
  supersededAt: (subject: StoredRecord) => (subject.supersededAt ? supersededAt(subject) : null),
  catalogueId,
  sourceDivision,
  history: ({ subjectId }: SubjectReference, _: unknown, context: DivisionContext) =>
    history({ recordId: subjectId } as StoredRecord, _, context),

  name: ({ subjectKind, name }: StoredSubject) => shownSubjectName(subjectKind, name),
  personName: ({ subjectKind, name }: StoredSubject) => ofPerson(subjectKind, name),
  nameEn: ({ subjectKind, nameEn }: StoredSubject) => shownSubjectName(subjectKind, nameEn),
  personNameEn: ({ subjectKind, nameEn }: StoredSubject) => ofPerson(subjectKind, nameEn),
  address: ({ subjectKind, address, divisionCode }: StoredSubject) => shownAddress(subjectKind, address, divisionCode),
  personAddress: ({ subjectKind, address }: StoredSubject) => ofPerson(subjectKind, address),
  legalRepName: ({ subjectKind, legalRepName }: StoredSubject) => shownLegalRep(subjectKind, legalRepName),
  legalRepFullName: ({ subjectKind, legalRepName }: StoredSubject) =>
    subjectKind === 'ORGANISATION' ? null : legalRepName,
  subjectTypeName: ({ subjectType }: StoredSubject) => codeName('subject-types', subjectType),
  marketEntityTypeName: ({ marketEntityType, marketEntityCodeSet }: StoredSubject) =>
    marketEntityTypeName(marketEntityType, marketEntityCodeSet),
  divisionName: ({ divisionCode }: StoredSubject) => codeName('administrative-divisions', divisionCode),
  industryName: ({ industryCode }: StoredSubject) => codeName('industries', industryCode),
  mergedInto: ({ mergedIntoId }: StoredSubject, _: unknown, context: DivisionContext) =>
    mergedIntoId ? loadSubject({ subjectId: mergedIntoId }, context) : null,
  mergedSubjects: ({ subjectId }: SubjectReference, _: unknown, { loaders }: DivisionContext) =>
    loaders.byField(subjects, 'mergedIntoId', subjectId),
  identifiers: ({ identifiers, subjectId }: StoredSubject, _: unknown, { caller }: DivisionContext) =>
    identifiers?.filter((identifier) => isOpenIdentifier(caller, subjectId, identifier)),
  nameHistory: ({ subjectKind, nameHistory }: StoredSubject) =>
    nameHistory?.map((former) => ({ ...former, name: shownSubjectName(subjectKind, former.name) })),
  identityChanges: async (subject: StoredSubject, _: unknown, { loaders, caller }: DivisionContext) => {
    const { subjectId, subjectKind } = subject
    const changes = identityChanges((await loaders.history(subjects, subjectId)) as unknown as SubjectVersion[])
    return openChanges(caller, subjectId, changes).map((change) =>
      change.kind === 'RENAMED'
        ? {
            ...change,
            before: shownSubjectName(subjectKind, change.before),
            after: shownSubjectName(subjectKind, change.after),
          }
        : change,
    )
  },
  supersedes: ({ supersedesIds }: StoredSubject, _: unknown, context: DivisionContext) =>
    supersedesIds?.map((subjectId) => loadSubject({ subjectId }, context)),

  penalties: subjectRecords(penalties),
  permits: subjectRecords(permits),
  listEntries: subjectRecords(listEntries),
  redListEntries: subjectRecords(redListEntries),
  commitments: subjectRecords(commitments),
}

/** What an identifier computes. */
export const enterpriseIdentifier = {
  checkStatus: (identifier: WrittenIdentifier) => checkIdentifier(identifier),
}
