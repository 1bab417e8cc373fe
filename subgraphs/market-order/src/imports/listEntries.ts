import type { ImportDefinition } from '@hub/kit/imports/importDefinition'
import { listEntries as family } from '../models/listEntries.ts'

/** 严重失信主体名单、经营异常名录: entries and removals (domain guide 4.5). */
export const listEntries: ImportDefinition = {
  family,
  rulesFile: new URL('../../rules/list-entries.json', import.meta.url),
  factDay: 'listedOn',
  columns: {
    listKind: { spellings: { 黑名单: 'SERIOUS_DISHONESTY', 异常名录: 'ABNORMAL_OPERATION', 其他: 'OTHER' } },
    listedOn: { headings: ['列入时间'] },
    removedOn: { headings: ['移出时间'] },
  },
}
