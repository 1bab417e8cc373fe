import type { FileHandle } from 'node:fs/promises'
import { crc32, createInflateRaw } from 'node:zlib'
import { type Entry, fromFdPromise, type ZipFile } from 'yauzl'
import { fileRefused } from '../fileRefused.ts'
import { importLimits } from '../importLimits.ts'
import { through } from '../through.ts'

const STORED = 0
const DEFLATED = 8

/** A zip archive whose directory has been read; its parts are read as streams. Sizes that it declares are not trusted. */
export class ZipArchive {
  /** Bytes that came out of all parts read so far. */
  private inflated = 0

  private constructor(
    private readonly zip: ZipFile,
    private readonly entries: ReadonlyMap<string, Entry>,
  ) {}

  /**
   * @param file stays open for as long as the archive is read, and is closed by the caller
   * @throws HubError HUB_IMPORT_FILE_REFUSED for a broken or too long directory
   */
  static async open(file: FileHandle): Promise<ZipArchive> {
    try {
      const zip = await fromFdPromise(file.fd, { autoClose: false })
      return new ZipArchive(zip, await entriesOf(zip))
    } catch (error) {
      throw asRefusal(error)
    }
  }

  has(name: string): boolean {
    return this.entries.has(name.toLowerCase())
  }

  /**
   * The bytes of a part.
   * @throws HubError HUB_IMPORT_FILE_REFUSED for one that is missing, encrypted, damaged, or grows beyond all bounds
   */
  async *read(name: string): AsyncGenerator<Uint8Array> {
    const entry = this.entries.get(name.toLowerCase())
    if (entry === undefined) throw fileRefused(`XLSX 中缺少 ${name}`)
    if (entry.isEncrypted()) throw fileRefused('文件已加密，请取消密码后再导入')
    let size = 0
    let sum = 0
    try {
      for await (const chunk of await this.decompressed(entry)) {
        size += chunk.length
        sum = crc32(chunk, sum)
        this.count(chunk.length, size, entry)
        yield chunk
      }
    } catch (error) {
      throw asRefusal(error)
    }
    if (size !== entry.uncompressedSize || sum !== entry.crc32) throw fileRefused(`XLSX 已损坏：${name} 与目录不符`)
  }

  private async decompressed(entry: Entry): Promise<AsyncIterable<Uint8Array>> {
    const { compressionMethod } = entry
    if (compressionMethod !== STORED && compressionMethod !== DEFLATED) {
      throw fileRefused(`XLSX 的压缩方法（${compressionMethod}）不受支持，请用电子表格软件另存`)
    }
    const raw = await this.zip.openReadStreamPromise(entry, { decodeFileData: false })
    return compressionMethod === STORED ? raw : through<Uint8Array>(raw, createInflateRaw())
  }

  private count(bytes: number, size: number, entry: Entry): void {
    this.inflated += bytes
    if (this.inflated > importLimits.decompressedBytes) throw fileRefused('XLSX 解压后过大，请分成几个文件')
    // The compressed size is true: it lies within the file, as does all that was read.
    if (size > importLimits.denseBytes && size > importLimits.inflation * entry.compressedSize) {
      throw fileRefused(`XLSX 的压缩比超过 ${importLimits.inflation} 倍，疑为压缩炸弹`)
    }
  }
}

async function entriesOf(zip: ZipFile): Promise<Map<string, Entry>> {
  const entries = new Map<string, Entry>()
  if (zip.entryCount > importLimits.archiveEntries) throw fileRefused('XLSX 中的文件过多')
  for await (const entry of zip.eachEntry()) {
    const name = entry.fileName.toLowerCase()
    if (entries.has(name)) throw fileRefused(`XLSX 已损坏：${entry.fileName.slice(0, 100)} 出现两次`)
    entries.set(name, entry)
  }
  return entries
}

/** What the zip reader and zlib say of an archive is about the file; what the system says is not. */
function asRefusal(error: unknown): unknown {
  if (!(error instanceof Error) || error.name === 'HubError') return error
  const { code } = error as { code?: string }
  return code === undefined || code.startsWith('Z_') ? fileRefused('XLSX 已损坏或不完整', error) : error
}
