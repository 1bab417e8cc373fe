import { decodedText } from '../decodedText.ts'
import { parsedXml, type XmlListener } from '../parsedXml.ts'
import { SharedStrings } from './sharedStrings.ts'
import { TextRuns } from './textRuns.ts'
import type { ZipArchive } from './zipArchive.ts'

/**
 * Reads the shared strings of a workbook.
 * @param part name of the part, if the workbook has one
 * @param file descriptor of an empty file for those that are too many
 */
export async function readSharedStrings(
  archive: ZipArchive,
  part: string | undefined,
  file: number,
): Promise<SharedStrings> {
  const strings = new SharedStrings(file)
  if (part === undefined) return strings
  for await (const texts of parsedXml(decodedText(archive.read(part)), new StringListener())) {
    for (const text of texts) strings.add(text)
  }
  return strings
}

class StringListener implements XmlListener<string> {
  private readonly runs = new TextRuns()
  private texts: string[] = []

  open(name: string): void {
    this.runs.open(name)
  }

  text(text: string): void {
    this.runs.text(text)
  }

  close(name: string): void {
    this.runs.close(name)
    if (name === 'si') this.texts.push(this.runs.taken())
  }

  taken(): string[] {
    const texts = this.texts
    this.texts = []
    return texts
  }
}
