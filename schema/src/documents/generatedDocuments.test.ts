import { readFileSync } from 'node:fs'
import { basename } from 'node:path'
import { describe, expect, it } from 'vitest'
import { errorCatalogue } from '../errors/errorCatalogue.ts'
import { generatedDocuments } from './generatedDocuments.ts'
import { glossary } from './glossary.ts'

describe('committed documents', () => {
  const documents = generatedDocuments().map(({ file, text }) => [basename(file.pathname), file, text] as const)

  it.each(documents)('%s is what `npm run documents -w schema` writes', (_, file, text) => {
    expect(readFileSync(file, 'utf8')).toBe(text)
  })

  it('describe every error code', () => {
    const page = readFileSync(new URL('../../errors.md', import.meta.url), 'utf8')
    const described = [...page.matchAll(/^## (\w+)$/gm)].map(([, code]) => code)
    expect(described).toEqual(Object.keys(errorCatalogue))
  })
})

describe('glossary', () => {
  it('lists terms with meaning and national code, and no plumbing', () => {
    const text = glossary(`
      "处罚" type Penalty {
        "决定书文号" docNo: String @national(code: "CF_WSH", standard: "SGS-2019")
      }
      "等级" enum Grade { "一般" ORDINARY }
      type PenaltyConnection { nodes: [Penalty] }
      type Query { penalty: Penalty }
      enum join__Graph { A }
    `)
    expect(text).toContain('| 决定书文号 | `docNo` | CF_WSH（SGS-2019） |')
    expect(text).toContain('| 一般 | `ORDINARY` |  |')
    expect(text.match(/^## .*$/gm)).toEqual(['## 处罚 `Penalty`', '## 等级 `Grade`'])
  })
})
