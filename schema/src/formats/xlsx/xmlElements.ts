import { decodedText } from '../decodedText.ts'
import { fileRefused } from '../fileRefused.ts'
import { parsedXml, type XmlListener } from '../parsedXml.ts'
import type { ZipArchive } from './zipArchive.ts'

/** An element of one of the workbook's small parts. */
export interface XmlElement {
  name: string
  parent: string
  /** By name without prefix. */
  attributes: ReadonlyMap<string, string>
}

/** More than any real workbook has of styles and sheets. */
const MOST_ELEMENTS = 500_000

/** The elements of a part that are wanted, in the order of their beginnings. */
export async function xmlElements(
  archive: ZipArchive,
  part: string,
  isWanted: (name: string, parent: string) => boolean,
): Promise<XmlElement[]> {
  const elements: XmlElement[] = []
  for await (const some of parsedXml(decodedText(archive.read(part)), new ElementListener(isWanted))) {
    elements.push(...some)
    if (elements.length > MOST_ELEMENTS) throw fileRefused(`XLSX 的 ${part} 过大`)
  }
  return elements
}

class ElementListener implements XmlListener<XmlElement> {
  private readonly path: string[] = []
  private elements: XmlElement[] = []

  constructor(private readonly isWanted: (name: string, parent: string) => boolean) {}

  open(name: string, attributes: Record<string, string>): void {
    const parent = this.path.at(-1) ?? ''
    this.path.push(name)
    if (!this.isWanted(name, parent)) return
    const named = Object.entries(attributes).map(
      ([attribute, value]) => [attribute.slice(attribute.indexOf(':') + 1), value] as const,
    )
    this.elements.push({ name, parent, attributes: new Map(named) })
  }

  text(): void {}

  close(): void {
    this.path.pop()
  }

  taken(): XmlElement[] {
    const elements = this.elements
    this.elements = []
    return elements
  }
}
