import type { ImportDefinition } from '@hub/kit/imports/importDefinition'
import { codeSetKind } from '@hub/kit/imports/values/codeSetKind'
import { penalties as family } from '../models/penalties.ts'
import { decisionColumns } from './decisionColumns.ts'

/** 行政处罚, in the 双公示 forms of 2015/16, 2018 and 2019 (domain guide 3.3). */
export const penalties: ImportDefinition = {
  family,
  rulesFile: new URL('../../rules/penalties.json', import.meta.url),
  nationalRecord: 'AdministrativePenalty',
  factDay: 'decidedOn',
  columns: {
    ...decisionColumns,
    categories: { kind: { is: 'LIST', of: codeSetKind('penalty-categories', 'penalty-categories-2021') } },
  },
}
