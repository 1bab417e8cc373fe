const decoder = new TextDecoder('gb18030')
let bytesOf: Map<string, number[]> | undefined

/**
 * Encodes the characters of GB18030 that have two bytes, which is GBK, and ASCII; by asking the decoder for all of them.
 * @throws Error for a character of four bytes
 */
export function gb18030(text: string): Uint8Array {
  bytesOf ??= new Map(twoBytePairs().map((pair) => [decoder.decode(Uint8Array.from(pair)), pair]))
  const bytes: number[] = []
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0
    const pair = code < 0x80 ? [code] : bytesOf.get(character)
    if (pair === undefined) throw new Error(`${character} has no two bytes in GB18030`)
    bytes.push(...pair)
  }
  return Uint8Array.from(bytes)
}

function twoBytePairs(): number[][] {
  const pairs: number[][] = []
  for (let lead = 0x81; lead <= 0xfe; lead++) {
    for (let trail = 0x40; trail <= 0xfe; trail++) if (trail !== 0x7f) pairs.push([lead, trail])
  }
  return pairs
}
