const OTHER_ARCHIVE = '压缩文件不能导入，请解压，或改用 gzip 压缩的 CSV'

/** First bytes of files that are often sent and are no table, in hexadecimal, and what is said of each. */
const OTHERS: readonly (readonly [start: string, reason: string])[] = [
  ['2550', 'PDF 文件不能导入，请导出为 CSV 或 XLSX'],
  ['d0cf', '旧式 XLS 文件和加密的 Excel 文件不能导入，请取消密码并另存为 XLSX 或 CSV'],
  ['526172211a07', `RAR ${OTHER_ARCHIVE}`],
  ['377abcaf271c', `7z ${OTHER_ARCHIVE}`],
  ['425a683', `bzip2 ${OTHER_ARCHIVE}`],
  ['fd377a585a00', `xz ${OTHER_ARCHIVE}`],
  ['28b52ffd', `zstd ${OTHER_ARCHIVE}`],
]

/** What a file is that is no table, by its first bytes. @returns the reason for which it is refused, in Chinese */
export function otherFormat(start: Uint8Array): string | undefined {
  const digits = Buffer.from(start.subarray(0, 8)).toString('hex')
  return OTHERS.find(([known]) => digits.startsWith(known))?.[1]
}
