import { levelTable, roleTable } from '@hub/schema/access/accessTables'
import { composeDivisions } from '@hub/schema/documents/composeDivisions'

const markers = /(<!-- access -->\n)[\s\S]*?(<!-- \/access -->)/

/**
 * A README with the tables of roles and levels between its markers, as code and schema have them now.
 * @throws Error when it has no markers
 */
export function withAccess(readme: string, language: 'zh' | 'en'): string {
  if (!markers.test(readme)) throw new Error('the README has no <!-- access --> … <!-- /access -->')
  const tables = [roleTable(language), levelTable(composeDivisions().supergraphSdl ?? '', language)]
  return readme.replace(
    markers,
    (_, opening: string, closing: string) => `${opening}\n${tables.join('\n\n')}\n\n${closing}`,
  )
}
