import { purposeTable } from '@hub/schema/access/purposeTable'
import { roleTable } from '@hub/schema/access/roleTable'

const markers = /(<!-- access -->\n)[\s\S]*?(<!-- \/access -->)/

/**
 * A README with the tables of roles and levels and of purposes between its markers, as the schema package has them now.
 * @throws Error when it has no markers
 */
export function withAccess(readme: string, language: 'zh' | 'en'): string {
  if (!markers.test(readme)) throw new Error('the README has no <!-- access --> … <!-- /access -->')
  const tables = `${roleTable(language)}\n\n${purposeTable(language)}`
  return readme.replace(markers, (_, opening: string, closing: string) => `${opening}\n${tables}\n\n${closing}`)
}
