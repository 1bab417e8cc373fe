import { errorCatalogue } from './errorCatalogue.ts'
import type { ErrorEntry } from './errorEntry.ts'

const heading = `# 错误代码 / Error codes

由 \`src/errors/errorCatalogue.ts\` 生成，请勿手改。Generated from the catalogue; do not edit.
Apollo 的标准代码照旧；本系统的代码以 \`HUB_\` 开头。Apollo's standard codes stay; ours begin with \`HUB_\`.
`

function section([code, { meaning, remedy }]: [string, ErrorEntry]): string {
  return `
## ${code}

- 含义：${meaning.zh}
- 处理：${remedy.zh}
- Meaning: ${meaning.en}
- Remedy: ${remedy.en}
`
}

/** The text of `errors.md`: the catalogue for readers. */
export function errorsPage(): string {
  return heading + Object.entries<ErrorEntry>(errorCatalogue).map(section).join('')
}
