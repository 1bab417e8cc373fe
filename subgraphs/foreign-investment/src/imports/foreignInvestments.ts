import type { ImportDefinition } from '@hub/kit/imports/importDefinition'
import { foreignInvestments as family } from '../models/foreignInvestments.ts'

/** 外商投资企业信息 (domain guide 4.1), from the three regimes of its law. */
export const foreignInvestments: ImportDefinition = {
  family,
  name: 'records',
  rulesFile: new URL('../../rules/records.json', import.meta.url),
  factDay: 'certificateDate',
}
