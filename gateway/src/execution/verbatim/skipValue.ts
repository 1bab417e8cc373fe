const QUOTE = 0x22
const COMMA = 0x2c
const OPEN_LIST = 0x5b
const BACKSLASH = 0x5c
const CLOSE_LIST = 0x5d
const OPEN_OBJECT = 0x7b
const CLOSE_OBJECT = 0x7d

/** Where a string ends, -1 when it does not. */
export function skipString(bytes: Buffer, start: number): number {
  let at = start + 1
  for (let byte = bytes[at]; byte !== QUOTE; byte = bytes[at]) {
    if (byte === undefined) return -1
    at += byte === BACKSLASH ? 2 : 1
  }
  return at + 1
}

/** Where a value of an object or a list ends, -1 when it does not; whether it is JSON is found when it is parsed. */
export function skipValue(bytes: Buffer, start: number): number {
  let depth = 0
  for (let at = start; ; ) {
    const byte = bytes[at]
    if (byte === undefined) return -1
    if (byte === QUOTE) {
      at = skipString(bytes, at)
      if (at < 0) return -1
      continue
    }
    if (byte === OPEN_OBJECT || byte === OPEN_LIST) depth += 1
    else if (byte === CLOSE_OBJECT || byte === CLOSE_LIST) {
      if (depth === 0) return at
      depth -= 1
    } else if (byte === COMMA && depth === 0) return at
    at += 1
  }
}
