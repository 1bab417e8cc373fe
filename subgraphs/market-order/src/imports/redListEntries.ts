import type { Column } from '@hub/kit/imports/columns/column'
import type { ImportDefinition } from '@hub/kit/imports/importDefinition'
import { redListEntries as family } from '../models/redListEntries.ts'
import { listColumns, listState, withdrawsEntry } from './listColumns.ts'

/** 红黑名单标志: read to find rows of a black list among those of a red one, which no column of an entry would tell. */
const listMark: Column = {
  field: 'listMark',
  kind: { is: 'CHOICE', values: new Map(['2', '红', '红名单', '守信红名单'].map((text) => [text, 'RED'])) },
  chineseName: '名单标志',
  aliases: ['红黑名单标志', '名单种类', 'hj_hmd'],
}

/** 守信红名单: entries and removals, of the bureau's own and of the credit platform's lists (domain guide 4.5, 5.1). */
export const redListEntries: ImportDefinition = {
  family,
  rulesFile: new URL('../../rules/red-list-entries.json', import.meta.url),
  factDay: 'listedOn',
  columns: {
    ...listColumns,
    honorName: { headings: ['名单名称', '红名单名称', '荣誉称号', '守信名单名称'] },
    listedOn: { headings: ['列入时间', '认定日期', '认定时间'] },
    publicityEndsOn: { headings: ['公示截止日期', '公示截止时间'] },
    docNo: { headings: ['认定文书号', '认定文件文号', '列入文号'] },
    authority: { headings: ['认定单位', '认定机关', '列入部门', '列入机关'] },
    authorityUscc: { headings: ['认定单位统一社会信用代码', '列入机关统一社会信用代码'] },
  },
  beside: [listState, listMark],
  withdraws: withdrawsEntry,
}
