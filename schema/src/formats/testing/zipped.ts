import { crc32, deflateRawSync } from 'node:zlib'

/** How the part of an archive is written; wrong values make archives that lie. */
export interface ZipPart {
  name: string
  content: string | Uint8Array
  /** Compressed content, where it is not to be made of the content. */
  deflated?: Uint8Array
  stored?: boolean
  encrypted?: boolean
  method?: number
  declaredSize?: number
  sum?: number
}

/** A zip archive of some parts, as small as the format allows. */
export function zipped(parts: readonly ZipPart[]): Uint8Array {
  const files: Buffer[] = []
  const directory: Buffer[] = []
  let offset = 0
  for (const part of parts) {
    const bytes = Buffer.from(part.content)
    const data = part.stored === true ? bytes : (part.deflated ?? deflateRawSync(bytes))
    const name = Buffer.from(part.name)
    const common = Buffer.alloc(26)
    common.writeUInt16LE(20, 0)
    common.writeUInt16LE(0x800 | (part.encrypted === true ? 1 : 0), 2)
    common.writeUInt16LE(part.method ?? (part.stored === true ? 0 : 8), 4)
    common.writeUInt32LE(part.sum ?? crc32(bytes), 10)
    common.writeUInt32LE(data.length, 14)
    common.writeUInt32LE(part.declaredSize ?? bytes.length, 18)
    common.writeUInt16LE(name.length, 22)
    const inDirectory = Buffer.alloc(14)
    inDirectory.writeUInt32LE(offset, 10)
    files.push(bytesOf(0x504b0304), common, name, Buffer.from(data))
    directory.push(bytesOf(0x504b0102), Buffer.from([20, 0]), common, inDirectory, name)
    offset += 30 + name.length + data.length
  }
  const size = directory.reduce((sum, { length }) => sum + length, 0)
  const end = Buffer.alloc(18)
  end.writeUInt16LE(parts.length, 4)
  end.writeUInt16LE(parts.length, 6)
  end.writeUInt32LE(size, 8)
  end.writeUInt32LE(offset, 12)
  return Buffer.concat([...files, ...directory, bytesOf(0x504b0506), end])
}

function bytesOf(signature: number): Buffer {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32BE(signature)
  return bytes
}
