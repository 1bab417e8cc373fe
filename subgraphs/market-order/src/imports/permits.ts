import type { ImportDefinition } from '@hub/kit/imports/importDefinition'
import { codeSetKind } from '@hub/kit/imports/values/codeSetKind'
import { permits as family } from '../models/permits.ts'
import { decisionColumns } from './decisionColumns.ts'

/** 行政许可, in the 双公示 forms of 2015/16, 2018 and 2019 (domain guide 3.3). */
export const permits: ImportDefinition = {
  family,
  rulesFile: new URL('../../rules/permits.json', import.meta.url),
  nationalRecord: 'AdministrativePermit',
  factDay: 'decidedOn',
  columns: {
    ...decisionColumns,
    category: { kind: codeSetKind('permit-categories') },
    permitState: { kind: codeSetKind('permit-states') },
    publicationScope: { kind: codeSetKind('publication-scopes') },
  },
}
