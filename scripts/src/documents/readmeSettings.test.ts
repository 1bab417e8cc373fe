import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { repositoryFolder } from '../launcher/repository.ts'
import { readmes, withSettings } from './readmeSettings.ts'

test.each(readmes)('$file lists every setting as `npx hub compose` writes it', ({ file, language }) => {
  const text = readFileSync(join(repositoryFolder, file), 'utf8')
  expect(text).toBe(withSettings(text, language))
})

test('tables replace what is between the markers, and nothing else', () => {
  const text = withSettings('before\n<!-- settings -->\nwhat stood here before\n<!-- /settings -->\nafter\n', 'en')
  expect(text).toMatch(/^before\n<!-- settings -->\n[\s\S]*\n<!-- \/settings -->\nafter\n$/)
  expect(text).toContain('| `MONGODB_URI_TRADE` |')
  expect(text).not.toContain('stood here')
})

test('a README without markers is refused', () => {
  expect(() => withSettings('# Hub\n', 'zh')).toThrow('<!-- settings -->')
})
