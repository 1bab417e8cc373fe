import type { ImportDefinition } from '@hub/kit/imports/importDefinition'
import { modelEnterpriseAwards as family } from '../models/modelEnterpriseAwards.ts'

/** 诚信示范企业评比结果 (domain guide 4.4; requirement R21). */
export const modelEnterpriseAwards: ImportDefinition = {
  family,
  rulesFile: new URL('../../rules/model-enterprise-awards.json', import.meta.url),
  factDay: 'grantedOn',
}
