import type { ColumnNote } from '@hub/kit/imports/importDefinition'
import { codeSetKind } from '@hub/kit/imports/values/codeSetKind'

const codeText = { kind: { is: 'CODE_TEXT' } } as const
const certificateType = { kind: codeSetKind('certificate-types') }

/** How files bring the columns that penalties and permits share: whom the decision concerns, and its state in old forms. */
export const decisionColumns: Readonly<Record<string, ColumnNote>> = {
  subjectRegNo: codeText,
  subjectTaxNo: codeText,
  subjectInstitutionNo: codeText,
  subjectSocialOrganisationNo: codeText,
  legalRepIdType: certificateType,
  personIdType: certificateType,
  subjectCategory: { spellings: { 法人: 'ORGANISATION', 企业: 'ORGANISATION', 个体: 'INDIVIDUAL_BUSINESS' } },
  legacyState: { kind: codeSetKind('record-states-2016') },
}
