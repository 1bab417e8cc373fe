import { fileRefused } from '../fileRefused.ts'
import { importLimits } from '../importLimits.ts'
import { unescapedText } from './unescapedText.ts'

/** Gathers the text of a string item, plain or in runs of rich text, without the readings (rPh) beside it. */
export class TextRuns {
  private gathered = ''
  private isText = false
  private isReading = false

  open(name: string): void {
    if (name === 't') this.isText = true
    else if (name === 'rPh') this.isReading = true
  }

  text(part: string): void {
    if (!this.isText || this.isReading) return
    this.gathered += part
    checkCellLength(this.gathered)
  }

  close(name: string): void {
    if (name === 't') this.isText = false
    else if (name === 'rPh') this.isReading = false
  }

  /** The text since it was taken last. */
  taken(): string {
    const text = unescapedText(this.gathered)
    this.gathered = ''
    return text
  }
}

/** @throws HubError HUB_IMPORT_FILE_REFUSED for a text longer than any cell can be */
export function checkCellLength(text: string): void {
  if (text.length > importLimits.cellCharacters) {
    throw fileRefused(`有单元格的文字超过 ${importLimits.cellCharacters} 个字符`)
  }
}
