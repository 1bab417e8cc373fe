import type { DivisionName } from './divisions.ts'

/** A kind of record, as feeds, agreements and files name it. */
export interface FamilyName {
  /** As in import paths and events. */
  readonly family: string
  readonly division: DivisionName
  /** GraphQL type of its records. */
  readonly typeName: string
}

/** Every family that a division keeps; a test holds the list against the divisions. */
export const recordFamilies = [
  { family: 'foreign-investments', division: 'foreign-investment', typeName: 'ForeignInvestmentRecord' },
  { family: 'joint-ventures', division: 'foreign-investment', typeName: 'JointVentureRecord' },
  { family: 'liquor-filings', division: 'trade', typeName: 'LiquorOperatorRecord' },
  { family: 'accompanying-notes', division: 'trade', typeName: 'AccompanyingNote' },
  { family: 'subjects', division: 'market-order', typeName: 'Enterprise' },
  { family: 'permits', division: 'market-order', typeName: 'AdministrativePermit' },
  { family: 'penalties', division: 'market-order', typeName: 'AdministrativePenalty' },
  { family: 'list-entries', division: 'market-order', typeName: 'ListEntry' },
  { family: 'red-list-entries', division: 'market-order', typeName: 'RedListEntry' },
  { family: 'commitments', division: 'market-order', typeName: 'Commitment' },
  { family: 'subject-acts', division: 'market-order', typeName: 'SubjectAct' },
  { family: 'commendations', division: 'personnel', typeName: 'Commendation' },
  { family: 'model-enterprise-awards', division: 'personnel', typeName: 'ModelEnterpriseAward' },
] as const satisfies readonly FamilyName[]
