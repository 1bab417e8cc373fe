import type { Column } from '@hub/kit/imports/columns/column'
import type { ColumnNote } from '@hub/kit/imports/importDefinition'

/** What a list says of an entry: that it stands, was taken off, or should never have been on it. */
const STATES = {
  LISTED: ['在列', '列入', '已列入', '有效', '正常', '新增', '变更', 'LISTED'],
  REMOVED: ['移出', '已移出', '退出', '已退出', '失效', '期满', 'REMOVED'],
  WITHDRAWN: ['撤销', '已撤销', '删除', '已删除', '作废', 'WITHDRAWN'],
} as const

/** 名单状态: no field of an entry, whose days tell where it stands, but what its row may be about. */
export const listState: Column = {
  field: 'listState',
  kind: {
    is: 'CHOICE',
    values: new Map(
      Object.entries(STATES).flatMap(([state, texts]) => texts.map((text): [string, string] => [text, state])),
    ),
  },
  chineseName: '名单状态',
  aliases: ['状态', '当前状态', '数据状态', '列入状态', '操作类型', '变更类型'],
}

/** Whether a row takes back an entry that should never have been made. */
export const withdrawsEntry = ({ listState: state }: Readonly<Record<string, unknown>>): boolean =>
  state === 'WITHDRAWN'

/**
 * Headings that lists of credit platforms and departments have in common (domain guide 5.1): `bmmc` of the department desk,
 * `hj_xydw` of the exchange database.
 */
export const listColumns: Readonly<Record<string, ColumnNote>> = {
  removedReason: { headings: ['移出事由', '移出名单原因', '移出经营异常名录原因', '退出原因', '撤销原因'] },
  removedOn: { headings: ['移出时间', '移出名单日期', '退出日期', '退出时间'] },
  dataSource: {
    headings: [
      '来源单位',
      '数据来源',
      '信源单位',
      '信息提供部门',
      '信息提供部门名称',
      '信息提供单位',
      '报送单位',
      '报送部门',
      'bmmc',
      'hj_xydw',
    ],
  },
  dataSourceUscc: { headings: ['来源单位统一社会信用代码', '数据来源单位代码', '信息提供部门统一社会信用代码'] },
}
