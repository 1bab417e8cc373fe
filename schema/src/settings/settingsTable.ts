import type { z } from 'zod'
import { markdownTable } from '../documents/markdownTable.ts'
import type { SettingDefinition } from './defineSettings.ts'

type Definitions = Readonly<Record<string, SettingDefinition<z.ZodType>>>

function defaultText({ secret, default: value }: SettingDefinition<z.ZodType>): string {
  if (secret || value === undefined || value === '') return ''
  return `\`${typeof value === 'object' ? JSON.stringify(value) : String(value)}\``
}

/** A Markdown table of settings for a README: variable, default, description in one language. */
export function settingsTable(definitions: Definitions, language: 'zh' | 'en'): string {
  const headings = language === 'zh' ? ['变量', '缺省值', '说明'] : ['Variable', 'Default', 'Meaning']
  const rows = Object.entries(definitions).map(([name, definition]) => [
    `\`${name}\``,
    defaultText(definition),
    definition.description[language],
  ])
  return markdownTable([headings, ...rows])
}
