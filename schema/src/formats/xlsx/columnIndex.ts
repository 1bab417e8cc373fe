import { fileRefused } from '../fileRefused.ts'

const A = 64

/**
 * The column of a cell by its name, from 0: A1 -> 0, AB7 -> 27.
 * @throws HubError HUB_IMPORT_FILE_REFUSED for what names no cell
 */
export function columnIndex(cell: string): number {
  let index = 0
  let at = 0
  for (; at < 3; at++) {
    const letter = (cell.charCodeAt(at) & ~32) - A
    if (!(letter >= 1 && letter <= 26)) break
    index = index * 26 + letter
  }
  const next = cell.charCodeAt(at)
  if (at === 0 || !(next >= 49 && next <= 57)) throw fileRefused(`XLSX 已损坏：“${cell.slice(0, 20)}”不是单元格`)
  return index - 1
}
