const REPLACEMENT = /\ufffd/g
/** Three bytes and more in UTF-8, so Chinese; GB18030 text reads as such by chance only where it is a few characters long. */
const BEYOND_TWO_BYTES = /[\u0800-\uffff]/

/** Encodings told apart by content; byte order marks tell the others. */
export type TextEncoding = 'utf-8' | 'gb18030'

/**
 * The encoding of bytes that are not all ASCII; their last character may be cut. Right UTF-8 is UTF-8, whatever a
 * declaration says, unless it is too little to tell. Otherwise the encoding with fewer wrong characters: one broken
 * byte does not turn a whole file into another language.
 */
export function encodingOf(bytes: Uint8Array, declared?: TextEncoding): TextEncoding {
  const utf8 = new TextDecoder('utf-8').decode(bytes, { stream: true })
  if (isRightUtf8(bytes)) return declared === 'gb18030' && !BEYOND_TWO_BYTES.test(utf8) ? 'gb18030' : 'utf-8'
  const gb18030 = new TextDecoder('gb18030').decode(bytes, { stream: true })
  return wrongCharacters(gb18030) < wrongCharacters(utf8) ? 'gb18030' : 'utf-8'
}

function isRightUtf8(bytes: Uint8Array): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: true })
    return true
  } catch {
    return false
  }
}

const wrongCharacters = (text: string): number => text.match(REPLACEMENT)?.length ?? 0
