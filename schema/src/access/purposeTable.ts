import { codeSet } from '../codes/codeSet.ts'
import { markdownTable } from '../documents/markdownTable.ts'
import { sectionsOfPurpose } from './accessPurposes.ts'

const headings = {
  zh: ['查询目的', '代码', '可查的信息类别'],
  en: ['Purpose', 'Code', 'Sections that it may read'],
} as const

/** The purposes for which AUTHORIZED fields are read, and the sections each may read, as Markdown. */
export function purposeTable(language: 'zh' | 'en'): string {
  const names = new Map(codeSet('access-sections').entries.map(({ code, name }) => [code, name]))
  const told = (section: string): string =>
    language === 'zh' ? `${names.get(section)}（\`${section}\`）` : `\`${section}\``
  const rows = codeSet('access-purposes').entries.map(({ code, name }) => [
    name,
    `\`${code}\``,
    (sectionsOfPurpose(code) ?? []).map(told).join(language === 'zh' ? '；' : ', '),
  ])
  return markdownTable([headings[language], ...rows])
}
