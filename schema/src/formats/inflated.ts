import { createGunzip } from 'node:zlib'
import { fileRefused } from './fileRefused.ts'
import { importLimits } from './importLimits.ts'
import { prefixed } from './prefixed.ts'
import { through } from './through.ts'

const GZIP_MAGIC = [0x1f, 0x8b]

/**
 * The bytes of a file, unzipped where it is gzip (told by its first bytes, not its name).
 * @throws HubError HUB_IMPORT_FILE_REFUSED for a broken archive, or one that grows beyond all bounds
 */
export async function* inflated(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const { prefix, all } = await prefixed(bytes, GZIP_MAGIC.length)
  if (!GZIP_MAGIC.every((byte, index) => prefix[index] === byte)) {
    yield* all
    return
  }
  let size = 0
  try {
    for await (const chunk of through<Uint8Array>(all, createGunzip())) {
      size += chunk.length
      if (size > importLimits.decompressedBytes) throw fileRefused('压缩文件解压后过大，请分成几个文件')
      yield chunk
    }
  } catch (error) {
    if ((error as { code?: string }).code?.startsWith('Z_') !== true) throw error
    throw fileRefused('压缩文件已损坏或不完整', error)
  }
}
