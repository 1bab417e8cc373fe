import type { ImportDefinition } from '@hub/kit/imports/importDefinition'
import { liquorFilings as family } from '../models/liquorFilings.ts'

/** 酒类流通备案登记 (domain guide 4.3): filings of 2006 to 2016 and what became of them. */
export const liquorFilings: ImportDefinition = {
  family,
  rulesFile: new URL('../../rules/liquor-filings.json', import.meta.url),
  factDay: 'filedOn',
  columns: {
    operatorType: { spellings: { 餐饮: 'CATERING', 批发兼零售: 'WHOLESALE_AND_RETAIL' } },
    categories: { spellings: { 红酒: 'WINE', 散装: 'BULK', 进口: 'IMPORTED' } },
    filingNo: { headings: ['备案号', '备案编号'] },
  },
}
