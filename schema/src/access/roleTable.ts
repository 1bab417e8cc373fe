import { markdownTable } from '../documents/markdownTable.ts'
import { type Role, roles } from './callerClaims.ts'
import type { DisclosureLevel } from './disclosureLevel.ts'
import { purposeReaders } from './purposeReaders.ts'
import { roleReaches } from './reachIn.ts'

type Language = 'zh' | 'en'

const roleNames: Readonly<Record<Role, string>> = {
  PUBLIC: '公众（未登录）',
  ENTERPRISE: '企业',
  ASSOCIATION: '行业协会（受托）',
  OFFICER: '处室工作人员',
  LICENSING_WINDOW: '审批窗口',
  ANALYST: '分析人员',
  CREDIT_PLATFORM: '市信用平台',
  INSPECTOR: '检查人员（只读）',
  DIVISION_SERVICE: '处室系统',
  SYSTEM_ADMIN: '系统管理员',
  SECURITY_ADMIN: '安全管理员',
  AUDIT_ADMIN: '审计管理员',
}

const levelNames: Readonly<Record<DisclosureLevel, string>> = {
  PUBLIC: '社会公开',
  SHARED: '政务共享',
  AUTHORIZED: '依授权查询',
  INTERNAL: '内部',
}

const headings = {
  zh: {
    role: '角色',
    anyone: '查询任何主体',
    atHome: '在本处室',
    own: '查询自己或受托主体',
    granted: '凭查询目的与授权',
    inHub: '枢纽自存的、专属该角色的',
  },
  en: {
    role: 'Role',
    anyone: 'About any subject',
    atHome: 'In the own division',
    own: 'About the own subjects',
    granted: 'By purpose and consent',
    inHub: 'Kept by the hub, reserved for the role',
  },
} as const

/** Which level each role reads, as Markdown. */
export function roleTable(language: Language): string {
  const { role, anyone, atHome, own, granted, inHub } = headings[language]
  const named = (level: DisclosureLevel | undefined): string => {
    if (level === undefined) return ''
    return language === 'zh' ? levelNames[level] : level
  }
  const rows = roles.map((name) => {
    const reach = roleReaches[name]
    const title = language === 'zh' ? `${roleNames[name]} \`${name}\`` : `\`${name}\``
    const opened = purposeReaders.has(name) ? 'AUTHORIZED' : undefined
    const levels: (DisclosureLevel | undefined)[] = [reach.everywhere, reach.atHome, reach.own, opened, reach.inHub]
    return [title, ...levels.map(named)]
  })
  return markdownTable([[role, anyone, atHome, own, granted, inHub], ...rows])
}
