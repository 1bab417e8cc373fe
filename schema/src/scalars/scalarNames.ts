/** The contract's scalars, for whoever need not know how their values are checked. */
export const scalarNames = [
  'USCC',
  'OrgCode',
  'RegNo15',
  'FoodLicenceNo',
  'CnIdNumber',
  'DivisionCode',
  'IndustryCode',
  'CountryCode',
  'CurrencyCode',
  'LocalDate',
  'WorkdayDate',
  'DateTime',
  'Decimal',
  'DocNo',
  'BatchNo',
] as const
