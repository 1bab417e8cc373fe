import { SaxesParser } from 'saxes'
import { fileRefused } from './fileRefused.ts'
import { importLimits } from './importLimits.ts'

/** What is made of an XML document while it is read: names come without their prefix. */
export interface XmlListener<Item> {
  open(name: string, attributes: Record<string, string>, line: number): void
  text(text: string): void
  close(name: string): void
  /** What has become complete since it was asked last. */
  taken(): Item[]
}

/** Not allowed in XML at all; as U+FFFD within a text they send one row to doubt instead of refusing the file. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for
const FORBIDDEN = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g

/**
 * Reads XML as it arrives. Document types are refused whole, so no entity is ever declared, expanded or fetched.
 * @throws HubError HUB_IMPORT_FILE_REFUSED for a document type, XML that is not well-formed or incomplete, and for
 *   elements too deep or too long
 */
export async function* parsedXml<Item>(
  text: AsyncIterable<string>,
  listener: XmlListener<Item>,
): AsyncGenerator<Item[]> {
  const reading = new XmlReading(listener)
  for await (const chunk of text) {
    reading.write(chunk)
    const items = listener.taken()
    if (items.length > 0) yield items
  }
  reading.end()
  const items = listener.taken()
  if (items.length > 0) yield items
}

class XmlReading {
  private readonly parser = new SaxesParser<{ position: false; xmlns: false }>({ position: false, xmlns: false })
  private depth = 0
  /** Characters since a tag was read, but for those after it in its chunk: the parser may keep all of them. */
  private silent = 0

  constructor(listener: XmlListener<unknown>) {
    this.parser.on('error', (error) => {
      throw fileRefused(this.reason(error.message), error)
    })
    this.parser.on('doctype', (doctype) => {
      throw fileRefused(/^\s*html/i.test(doctype) ? HTML_REASON : 'XML 中不允许 DOCTYPE 和实体声明')
    })
    this.parser.on('opentag', ({ name, attributes }) => {
      this.silent = 0
      this.depth += 1
      if (this.depth > importLimits.xmlDepth) throw fileRefused(`XML 元素嵌套超过 ${importLimits.xmlDepth} 层`)
      listener.open(localName(name), attributes, this.parser.line)
    })
    this.parser.on('closetag', ({ name }) => {
      this.silent = 0
      this.depth -= 1
      listener.close(localName(name))
    })
    this.parser.on('text', (part) => listener.text(part))
    this.parser.on('cdata', (part) => listener.text(part))
  }

  write(chunk: string): void {
    this.silent += chunk.length
    this.parser.write(FORBIDDEN.test(chunk) ? chunk.replaceAll(FORBIDDEN, '\ufffd') : chunk)
    FORBIDDEN.lastIndex = 0
    if (this.silent > importLimits.rowCharacters) {
      throw fileRefused(`XML 中有一段文字、标签或注释超过 ${importLimits.rowCharacters} 个字符`)
    }
  }

  end(): void {
    this.parser.close()
  }

  private reason(message: string): string {
    const at = `第 ${this.parser.line} 行`
    if (/^(unclosed tag|unexpected end|document must contain)/.test(message)) return `XML 不完整（${at}处中断）`
    if (/entity/.test(message)) return `XML 中有未定义的实体或不允许的字符引用（${at}）`
    return `不是可读的 XML（${at}：${message}）`
  }
}

/** What is sent as XLS by many systems is a page. */
export const HTML_REASON = '这是网页（HTML），不是 XML，请用电子表格软件打开后另存为 XLSX'

const localName = (name: string): string => name.slice(name.indexOf(':') + 1)
