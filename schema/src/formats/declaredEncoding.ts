import { fileRefused } from './fileRefused.ts'
import type { TextEncoding } from './textEncoding.ts'

const DECLARATION = /^\s*<\?xml[^>]*?\sencoding\s*=\s*["']([^"']*)["']/
const ENCODINGS: Record<string, TextEncoding> = {
  'UTF-8': 'utf-8',
  UTF8: 'utf-8',
  'US-ASCII': 'utf-8',
  GB18030: 'gb18030',
  GBK: 'gb18030',
  GB2312: 'gb18030',
  CP936: 'gb18030',
}

/**
 * The encoding that an XML declaration at the start of a file names.
 * @param start the file's first bytes; they must not begin with the mark of UTF-16
 * @throws HubError HUB_IMPORT_FILE_REFUSED for one that is not read: its bytes would turn into other characters unseen
 */
export function declaredEncoding(start: Uint8Array): TextEncoding | undefined {
  const [, name] = DECLARATION.exec(Buffer.from(start).toString('latin1').replace(/^ï»¿/, '')) ?? []
  if (name === undefined) return undefined
  const encoding = ENCODINGS[name.trim().toUpperCase()]
  if (encoding === undefined) {
    throw fileRefused(`XML 声明的编码“${name.slice(0, 40)}”不受支持，请用 UTF-8 或 GB18030`)
  }
  return encoding
}
