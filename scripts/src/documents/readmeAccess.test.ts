import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { repositoryFolder } from '../launcher/repository.ts'
import { withAccess } from './readmeAccess.ts'
import { readmes } from './readmeSettings.ts'

test.each(readmes)(
  '$file has the roles, levels and purposes as `npx hub compose` writes them',
  ({ file, language }) => {
    const text = readFileSync(join(repositoryFolder, file), 'utf8')
    expect(text).toBe(withAccess(text, language))
    expect(text).toContain('`INSPECTOR` | ')
    expect(text).toContain('`GOVERNMENT_PROCUREMENT` | ')
  },
)

test('a README without markers is refused', () => {
  expect(() => withAccess('# Hub\n', 'zh')).toThrow('<!-- access -->')
})
