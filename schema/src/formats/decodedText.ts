import { isAscii } from 'node:buffer'
import { TextDecoder } from 'node:util'
import { declaredEncoding } from './declaredEncoding.ts'
import { fileRefused } from './fileRefused.ts'
import { otherFormat } from './otherFormat.ts'
import { prefixed } from './prefixed.ts'
import { encodingOf } from './textEncoding.ts'

const BOMS: [string, number[]][] = [
  ['utf-8', [0xef, 0xbb, 0xbf]],
  ['utf-16le', [0xff, 0xfe]],
  ['utf-16be', [0xfe, 0xff]],
]

/** Enough for a byte order mark and an XML declaration. */
const PREFIX_BYTES = 256
/** Gathered before the encoding is decided, so that little chunks do not mislead. */
const DECIDING_BYTES = 4_096

/**
 * The text of a file in UTF-8 (with or without byte order mark), UTF-16 with mark, or GB18030.
 * Plain ASCII commits to nothing: the first bytes beyond it decide, so a long ASCII beginning does not mislead.
 * Bytes that are wrong in the encoding found become U+FFFD, which sends their row to doubt.
 */
export async function* decodedText(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  const { prefix, all } = await prefixed(bytes, PREFIX_BYTES)
  let decoder = decoderOfMark(prefix)
  const declared = decoder === undefined ? declaredEncoding(prefix) : undefined
  for await (const chunk of gathered(all)) {
    if (decoder === undefined && !isAscii(chunk)) decoder = new TextDecoder(encodingOf(chunk, declared))
    const text = decoder === undefined ? Buffer.from(chunk).toString('latin1') : decoder.decode(chunk, { stream: true })
    if (text !== '') yield text
  }
  const rest = decoder?.decode()
  if (rest !== undefined && rest !== '') yield rest
}

/** ASCII as it comes, then a piece large enough to decide by, then the rest as it comes. */
async function* gathered(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let undecided = Buffer.alloc(0)
  let isDecided = false
  for await (const chunk of bytes) {
    if (isDecided || (undecided.length === 0 && isAscii(chunk))) {
      yield chunk
      continue
    }
    undecided = Buffer.concat([undecided, chunk])
    isDecided = undecided.length >= DECIDING_BYTES
    if (isDecided) yield undecided
  }
  if (!isDecided && undecided.length > 0) yield undecided
}

function decoderOfMark(start: Uint8Array): TextDecoder | undefined {
  const found = BOMS.find(([, mark]) => mark.every((byte, index) => start[index] === byte))
  if (found !== undefined) return new TextDecoder(found[0])
  const reason = otherFormat(start)
  if (reason !== undefined) throw fileRefused(reason)
  return undefined
}
