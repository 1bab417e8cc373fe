import type { ImportDefinition } from '@hub/kit/imports/importDefinition'
import { codeSetKind } from '@hub/kit/imports/values/codeSetKind'
import { jointVentures as family } from '../models/jointVentures.ts'

/** 中外合资（合作）经营企业信息 (domain guide 4.2). */
export const jointVentures: ImportDefinition = {
  family,
  rulesFile: new URL('../../rules/joint-ventures.json', import.meta.url),
  factDay: 'approvedOn',
  columns: {
    form: { spellings: { 合资: 'EQUITY', 合作: 'COOPERATIVE', 中外合资: 'EQUITY', 中外合作: 'COOPERATIVE' } },
    marketEntityType: { kind: codeSetKind('market-entity-types', 'market-entity-types-1998') },
  },
}
