import type { ImportDefinition } from '@hub/kit/imports/importDefinition'
import { listEntries as family } from '../models/listEntries.ts'
import { kindOfList } from '../rules/kindOfList.ts'
import { listColumns, listState, withdrawsEntry } from './listColumns.ts'

/** 严重失信主体名单、经营异常名录: entries and removals, of the bureau's own and of the credit platform's lists (domain guide 4.5, 5.1). */
export const listEntries: ImportDefinition = {
  family,
  rulesFile: new URL('../../rules/list-entries.json', import.meta.url),
  factDay: 'listedOn',
  columns: {
    ...listColumns,
    listKind: {
      headings: ['名单标志', '红黑名单标志', 'hj_hmd'],
      spellings: {
        黑名单: 'SERIOUS_DISHONESTY',
        黑: 'SERIOUS_DISHONESTY',
        1: 'SERIOUS_DISHONESTY',
        异常名录: 'ABNORMAL_OPERATION',
        其他: 'OTHER',
      },
    },
    listName: { headings: ['名单类型', '名单类别', '列入名单', '列入名单名称', '黑名单名称', '失信名单名称'] },
    listedReason: {
      headings: [
        '列入事由',
        '列入名单原因',
        '列入严重失信主体名单原因',
        '列入经营异常名录原因',
        '失信行为',
        '认定原因',
      ],
    },
    legalBasis: { headings: ['法律依据', '认定依据', '列入法律依据'] },
    listedOn: { headings: ['列入时间', '列入名单日期', '认定日期', '认定时间'] },
    listingAuthority: {
      headings: ['列入部门', '列入单位', '列入决定机关', '作出决定机关(列入)', '认定单位', '认定部门', '认定机关'],
    },
    listingAuthorityUscc: {
      headings: ['列入单位统一社会信用代码', '认定单位统一社会信用代码', '认定部门统一社会信用代码'],
    },
    listingDocNo: { headings: ['列入文号', '列入决定书文号', '认定文号', '认定文书号', '决定书文号'] },
    removalAuthority: { headings: ['移出部门', '移出单位', '移出决定机关', '作出决定机关(移出)'] },
    removalAuthorityUscc: { headings: ['移出单位统一社会信用代码', '移出部门统一社会信用代码'] },
    removalDocNo: { headings: ['移出文号', '移出决定书文号'] },
  },
  beside: [listState],
  withdraws: withdrawsEntry,
  complete: (read) => ({ ...read, listKind: read.listKind ?? kindOfList(read.listName) }),
}
