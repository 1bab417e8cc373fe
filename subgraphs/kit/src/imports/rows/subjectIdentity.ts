import type { FamilyFields } from '../../family/recordFamily.ts'

/** By what a row names the subject it is about. */
export interface SubjectIdentity {
  name?: string
  uscc?: string
  orgCode?: string
  regNo?: string
}

/** Takes the subject's name and numbers from a row's values. */
export function subjectIdentity({
  subjectName,
  subjectUscc,
  subjectOrgCode,
  subjectRegNo,
}: FamilyFields): SubjectIdentity {
  return {
    ...text('name', subjectName),
    ...text('uscc', subjectUscc),
    ...text('orgCode', subjectOrgCode),
    ...text('regNo', subjectRegNo),
  }
}

function text<Name extends string>(name: Name, value: unknown): { [Key in Name]?: string } {
  return typeof value === 'string' ? ({ [name]: value } as { [Key in Name]: string }) : {}
}
