import { divisions } from '@hub/schema/divisions/divisions'
import { describe, expect, test } from 'vitest'
import { importsOf, isTest, type SourceFile, sourceFiles } from './sourceFiles.ts'

const DIVISIONS: string[] = divisions.map(({ name }) => name)

/** Which packages the sources of a package may import (architecture, section 2). */
const ALLOWED: Record<string, string[]> = {
  schema: [],
  kit: ['schema'],
  gateway: ['schema'],
  scripts: ['schema', 'kit', 'gateway', ...DIVISIONS],
  test: ['schema', 'kit', 'gateway', 'scripts', ...DIVISIONS],
  ...Object.fromEntries(DIVISIONS.map((name) => [name, ['schema', 'kit']])),
}

/** The package a file belongs to, from its path. */
function packageOf(path: string): string {
  const [top = '', second = ''] = path.split('/')
  return top === 'subgraphs' ? second : top
}

/** Imports of a file that leave its package against the direction: by package name, or by a relative path that climbs out. */
export function forbiddenImports(file: SourceFile): string[] {
  const own = packageOf(file.path)
  // A test may reach for the shared test database and the repository's own tools.
  const allowed = isTest(file) ? [...(ALLOWED[own] ?? []), 'test'] : (ALLOWED[own] ?? [])
  return importsOf(file).filter((specifier) => {
    if (specifier.startsWith('@hub/')) {
      const target = specifier.split('/')[1] ?? ''
      return target !== own && !allowed.includes(target)
    }
    if (!specifier.startsWith('.')) return false
    const target = packageOf(new URL(specifier, `file:///${file.path}`).pathname.slice(1))
    return target !== own && !(isTest(file) && target === 'test')
  })
}

describe('imports point one way', () => {
  test('in every source file', () => {
    const offending = sourceFiles().flatMap((file) =>
      forbiddenImports(file).map((specifier) => `${file.path} -> ${specifier}`),
    )
    expect(offending).toEqual([])
  })

  test('and a file that breaks the rule is found', () => {
    const file = (path: string, specifier: string) => ({ path, text: `import { x } from '${specifier}'\n` })
    expect(forbiddenImports(file('gateway/src/main.ts', '@hub/trade/main'))).toEqual(['@hub/trade/main'])
    expect(forbiddenImports(file('subgraphs/trade/src/main.ts', '@hub/personnel/main'))).toEqual([
      '@hub/personnel/main',
    ])
    expect(forbiddenImports(file('subgraphs/trade/src/main.ts', '../../personnel/src/main.ts'))).toEqual([
      '../../personnel/src/main.ts',
    ])
    expect(forbiddenImports(file('schema/src/a.ts', '@hub/kit/b'))).toEqual(['@hub/kit/b'])
    expect(forbiddenImports(file('subgraphs/trade/src/main.ts', '@hub/kit/server/startDivision'))).toEqual([])
  })
})
