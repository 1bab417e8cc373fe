import { csvRows } from './csvRows.ts'
import { decodedText } from './decodedText.ts'
import { fileRefused } from './fileRefused.ts'
import type { HeadingRule } from './headingRule.ts'
import { inflated } from './inflated.ts'
import { jsonLineRows } from './jsonLineRows.ts'
import { peekedText } from './peekedText.ts'
import { prefixed } from './prefixed.ts'
import type { RowGroups } from './rawRow.ts'
import { xlsxRows } from './xlsxRows.ts'
import { xmlRows } from './xmlRows.ts'

/** The first bytes of a zip archive, also of an empty or a split one. */
const ZIP_MAGICS = ['504b0304', '504b0506', '504b0708']
/** A tag, declaration or comment; the names of tags may be Chinese. */
const XML_START = /^\ufeff?\s*<[?!\p{L}_]/u

/** No bytes are a copy that failed more often than nothing to report (无数据上报), which headings without rows say. */
const EMPTY = '文件是空的，没有一个字节；无数据上报请导入只有表头的空白表格'

/** The rows of an uploaded file; its format is told by its content, since names and content types lie. */
export async function* fileRows(bytes: AsyncIterable<Uint8Array>, rule: HeadingRule): RowGroups {
  const { prefix, all } = await prefixed(inflated(bytes), 4)
  if (prefix.length === 0) throw fileRefused(EMPTY)
  if (ZIP_MAGICS.includes(Buffer.from(prefix.subarray(0, 4)).toString('hex'))) yield* xlsxRows(all, rule)
  else yield* textRows(decodedText(all), rule)
}

async function* textRows(text: AsyncIterable<string>, rule: HeadingRule): RowGroups {
  const { start, all } = await peekedText(text, 2)
  if (start.trimStart().startsWith('{')) yield* jsonLineRows(all)
  else if (XML_START.test(start)) yield* xmlRows(all, rule)
  else yield* csvRows(all, rule)
}
