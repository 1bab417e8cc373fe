/** Where expected bytes end, -1 when others stand there. */
export function matchBytes(bytes: Buffer, at: number, expected: Uint8Array): number {
  for (let index = 0; index < expected.length; index += 1) if (bytes[at + index] !== expected[index]) return -1
  return at + expected.length
}
