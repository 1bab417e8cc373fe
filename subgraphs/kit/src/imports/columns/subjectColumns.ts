import type { Column } from './column.ts'

/** The columns by which a row of any family names the subject it is about; the names are those of the national field map. */
export const subjectColumns: readonly Column[] = [
  {
    field: 'subjectName',
    kind: { is: 'TEXT' },
    chineseName: '企业名称',
    aliases: [
      '主体名称',
      '单位名称',
      '行政相对人名称',
      '经营者名称',
      '公司名称',
      '经营主体名称',
      '失信主体名称',
      '守信主体名称',
      '名称',
    ],
    maxLength: 200,
  },
  {
    field: 'subjectUscc',
    kind: { is: 'USCC' },
    chineseName: '统一社会信用代码',
    aliases: ['社会信用代码', '信用代码', 'uscc', 'TYSHXYDM'],
  },
  {
    field: 'subjectOrgCode',
    kind: { is: 'ORG_CODE' },
    chineseName: '组织机构代码',
    aliases: ['orgCode', 'ZZJGDM'],
  },
  {
    field: 'subjectRegNo',
    kind: { is: 'CODE_TEXT' },
    chineseName: '工商注册号',
    aliases: ['注册号', '营业执照注册号', 'regNo', 'DJZCH'],
    maxLength: 50,
  },
  {
    field: 'subjectLegacyNo',
    kind: { is: 'CODE_TEXT' },
    chineseName: '外商投资企业旧注册号',
    aliases: ['企合号', '企独号', 'legacyFieNo'],
    maxLength: 50,
  },
]
