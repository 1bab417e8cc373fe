import { gatewaySettings } from '@hub/gateway/environment'
import { divisionSettings } from '@hub/kit/server/environment'
import { settingsTable } from '@hub/schema/settings/settingsTable'
import { hubSettings } from '../environment.ts'

type Language = 'zh' | 'en'

/** The README of each language. */
export const readmes = [
  { file: 'README.md', language: 'en' },
  { file: 'README.zh-CN.md', language: 'zh' },
] as const

const sections = [
  { title: { zh: '`hub` 命令', en: 'The `hub` command' }, definitions: hubSettings.definitions },
  { title: { zh: '网关', en: 'The gateway' }, definitions: gatewaySettings.definitions },
  { title: { zh: '各处室', en: 'Each division' }, definitions: divisionSettings.definitions },
]

const markers = /(<!-- settings -->\n)[\s\S]*?(<!-- \/settings -->)/

/**
 * A README with the settings of all processes between its markers, as they are declared now.
 * @throws Error when it has no markers
 */
export function withSettings(readme: string, language: Language): string {
  if (!markers.test(readme)) throw new Error('the README has no <!-- settings --> … <!-- /settings -->')
  const tables = sections.map(
    ({ title, definitions }) => `${title[language]}\n\n${settingsTable(definitions, language)}\n\n`,
  )
  return readme.replace(markers, (_, opening: string, closing: string) => `${opening}\n${tables.join('')}${closing}`)
}
