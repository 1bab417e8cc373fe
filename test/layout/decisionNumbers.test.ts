import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { basename, dirname } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'

const root = fileURLToPath(new URL('../../', import.meta.url))

test('a decision is the only one of its number in its folder, and says the number that its file has', () => {
  const listed = execFileSync(
    'git',
    ['ls-files', '-z', '--cached', '--others', '--exclude-standard', '--', '*decisions/*.md'],
    { cwd: root, encoding: 'utf8' },
  )
  const paths = listed.split('\0').filter((path) => path !== '' && existsSync(root + path))
  const numbered = paths.map((path) => `${dirname(path)}/${basename(path).split('-')[0]}`)
  expect(paths.length).toBeGreaterThan(0)
  expect(numbered.filter((place, index) => numbered.indexOf(place) !== index)).toEqual([])
  const titles = paths.map((path) => /^# (\d+) /.exec(readFileSync(root + path, 'utf8'))?.[1])
  expect(titles).toEqual(paths.map((path) => basename(path).split('-')[0]))
})
