/** One enterprise by its code: a licensing window, and any public look-up. */
export const lookUpQuery = `query LookUp($uscc: USCC) {
  enterprise(uscc: $uscc) {
    subjectId uscc name subjectKind existenceStatus address legalRepName registeredOn registrationAuthority industryCode
    registeredCapital { amount unit currency }
  }
}`
