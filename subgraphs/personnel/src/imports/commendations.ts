import type { ImportDefinition } from '@hub/kit/imports/importDefinition'
import { commendations as family } from '../models/commendations.ts'

/** 企业表彰奖励信息 (domain guide 4.4). */
export const commendations: ImportDefinition = {
  family,
  rulesFile: new URL('../../rules/commendations.json', import.meta.url),
  factDay: 'grantedOn',
  columns: {
    certificateFrom: { kind: { is: 'DATE' }, headings: ['证书有效期自', '有效期自'] },
    certificateTo: { kind: { is: 'DATE' }, headings: ['证书有效期至', '有效期至', '有效截止期'] },
    grantedBy: { headings: ['授予机构', '颁奖单位'] },
    grantedOn: { headings: ['授予日期', '荣誉认定日期'] },
    status: { spellings: { 撤销: 'REVOKED', 已期满: 'EXPIRED' } },
  },
}
