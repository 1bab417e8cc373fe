import { TextDecoder } from 'node:util'
import { fileRefused } from './fileRefused.ts'

const BOMS: [string, number[]][] = [
  ['utf-8', [0xef, 0xbb, 0xbf]],
  ['utf-16le', [0xff, 0xfe]],
  ['utf-16be', [0xfe, 0xff]],
]

/**
 * The text of a file in UTF-8 (with or without byte order mark), UTF-16 with mark, or GB18030.
 * Plain ASCII commits to nothing: the first bytes beyond it decide, so a long ASCII beginning does not mislead.
 * Bytes that are wrong in the encoding found become U+FFFD, which sends their row to doubt.
 */
export async function* decodedText(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  let decoder: TextDecoder | undefined
  let isFirst = true
  for await (const chunk of bytes) {
    if (isFirst) decoder = decoderOfMark(chunk)
    isFirst = false
    if (decoder === undefined && !isAscii(chunk)) decoder = new TextDecoder(readsAsUtf8(chunk) ? 'utf-8' : 'gb18030')
    const text = decoder === undefined ? Buffer.from(chunk).toString('latin1') : decoder.decode(chunk, { stream: true })
    if (text !== '') yield text
  }
  const rest = decoder?.decode()
  if (rest !== undefined && rest !== '') yield rest
}

function decoderOfMark(chunk: Uint8Array): TextDecoder | undefined {
  const found = BOMS.find(([, mark]) => mark.every((byte, index) => chunk[index] === byte))
  if (found !== undefined) return new TextDecoder(found[0])
  if (chunk[0] === 0x25 && chunk[1] === 0x50) throw fileRefused('PDF 文件不能导入，请导出为 CSV 或 XLSX')
  if (chunk[0] === 0xd0 && chunk[1] === 0xcf) throw fileRefused('旧式 XLS 文件不能导入，请另存为 XLSX 或 CSV')
  return undefined
}

function isAscii(chunk: Uint8Array): boolean {
  return chunk.every((byte) => byte < 0x80)
}

/** A chunk may end within a character; one cut there still reads as UTF-8. */
function readsAsUtf8(chunk: Uint8Array): boolean {
  for (let cut = 0; cut <= 3; cut++) {
    try {
      new TextDecoder('utf-8', { fatal: true }).decode(chunk.subarray(0, chunk.length - cut))
      return true
    } catch {
      // One byte less, unless the last character is not merely cut.
    }
  }
  return false
}
