import { roleTable } from '@hub/schema/access/roleTable'

const markers = /(<!-- access -->\n)[\s\S]*?(<!-- \/access -->)/

/**
 * A README with the table of roles and levels between its markers, as the schema package has it now.
 * @throws Error when it has no markers
 */
export function withAccess(readme: string, language: 'zh' | 'en'): string {
  if (!markers.test(readme)) throw new Error('the README has no <!-- access --> … <!-- /access -->')
  return readme.replace(
    markers,
    (_, opening: string, closing: string) => `${opening}\n${roleTable(language)}\n\n${closing}`,
  )
}
