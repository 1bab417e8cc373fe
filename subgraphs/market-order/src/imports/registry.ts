import type { ImportDefinition } from '@hub/kit/imports/importDefinition'
import { codeSet } from '@hub/schema/codes/codeSet'
import { subjects } from '../models/subjects.ts'
import { placeOfAddress } from './placeOfAddress.ts'

const entityTypes = codeSet('market-entity-types')

/** Codes of the national legal-person base. */
const EXISTENCE_CODES = {
  1: 'EXISTING',
  2: 'REVOKED',
  3: 'REVOKED_DEREGISTERED',
  4: 'DEREGISTERED',
  5: 'ANNULLED',
  6: 'MOVED_OUT',
  9: 'OTHER',
  在业: 'EXISTING',
  开业: 'EXISTING',
}

/** 市场主体登记信息: the registry's rows are the subjects themselves. */
export const registry: ImportDefinition = {
  family: subjects,
  name: 'registry',
  rulesFile: new URL('../../rules/registry.json', import.meta.url),
  columns: {
    name: { headings: ['企业名称', '主体名称', '市场主体名称', 'subjectName'] },
    uscc: { headings: ['社会信用代码', 'subjectUscc'] },
    registeredOn: { headings: ['注册日期', '成立日期'] },
    registeredCapital: { headings: ['注册资金'] },
    address: { headings: ['注册地址', '地址'] },
    nameHistory: { headings: ['formerNames'] },
    existenceStatus: { headings: ['登记状态', '经营状态'], spellings: EXISTENCE_CODES },
    marketEntityType: { kind: { is: 'READ', read: readEntityType }, headings: ['企业类型', '市场主体类型'] },
  },
  keptByStore: ['statedIdentities'],
  complete: (read) => ({ ...placeOfAddress(typeof read.address === 'string' ? read.address : ''), ...read }),
}

/** A type by its code or its unambiguous name; other descriptions say nothing that could be relied on and stay in the raw text. */
function readEntityType(text: string): { value?: string } {
  const found = entityTypes.entries.filter(({ code, name }) => code === text || name === text)
  return found.length === 1 && found[0] !== undefined ? { value: found[0].code } : {}
}
