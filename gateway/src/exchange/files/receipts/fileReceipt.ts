import { HubError } from '@hub/schema/errors/HubError'
import { fileRows } from '@hub/schema/formats/fileRows'
import { headingKey } from '@hub/schema/formats/headingKey'
import { isFileRefusal } from '@hub/schema/formats/isFileRefusal'
import type { RawRow } from '@hub/schema/formats/rawRow'
import { receiptColumns, receiptHeadings } from './receiptHeadings.ts'

/** What a platform does with a row (数据上报 -> 规则校验 -> 关联入库), in its words. */
export const receiptOutcomes = {
  新增: 'CREATED',
  更新: 'UPDATED',
  疑问: 'DOUBT',
  未关联: 'UNLINKED',
  重复: 'DUPLICATE',
  退回: 'REFUSED',
} as const

export type ReceiptOutcome = (typeof receiptOutcomes)[keyof typeof receiptOutcomes]

export interface ReceiptLine {
  /** Line of the file that was sent, from 1. */
  readonly row: number
  readonly outcome: ReceiptOutcome
  readonly reason?: string
}

/** A platform's answer to a file. Rows that it does not name are still under way. */
export interface FileReceipt {
  readonly counts: Readonly<Record<ReceiptOutcome, number>>
  readonly lines: readonly ReceiptLine[]
}

/** What one receipt may be once it is kept: well within one document of the database. */
const MOST_BYTES = 12_000_000
const BYTES_PER_LINE = 100

/**
 * Reads a receipt, whatever form its content has: CSV in UTF-8 or GB18030, XLSX or XML with 行号, 结果 and 原因, one row for
 * a row of the file that it answers.
 * @param rows how many rows that file had
 * @throws HubError BAD_USER_INPUT, naming the line where there is one, for a file that cannot be read to its end, a row that
 * is none of the file's or comes twice, or a receipt that says nothing; nothing of it counts then
 */
export async function readFileReceipt(bytes: AsyncIterable<Uint8Array>, rows: number): Promise<FileReceipt> {
  const read = new Map<number, ReceiptLine>()
  const counts = { CREATED: 0, UPDATED: 0, DOUBT: 0, UNLINKED: 0, DUPLICATE: 0, REFUSED: 0 }
  let size = 0
  try {
    for await (const group of fileRows(bytes, receiptHeadings)) {
      for (const row of group) {
        const line = receiptLine(row, rows)
        if (read.has(line.row)) throw unusable(`第 ${row.line} 行：行号 ${line.row} 重复`)
        read.set(line.row, line)
        counts[line.outcome] += 1
        size += BYTES_PER_LINE + Buffer.byteLength(line.reason ?? '')
        if (size > MOST_BYTES) throw unusable('原因合计过长，请缩短')
      }
    }
  } catch (error) {
    if (!isFileRefusal(error)) throw error
    throw unusable(`${error.message}。${FORM}`, error)
  }
  if (read.size === 0 && rows > 0) throw unusable(`没有一行。${FORM}`)
  return { counts, lines: [...read.values()] }
}

const FORM = '回执应为 CSV（UTF-8 或 GB18030）、XLSX 或 XML，须有“行号”和“结果”两列，“原因”可有可无'

function receiptLine({ line, cells, fault }: RawRow, rows: number): ReceiptLine {
  const place = `第 ${line} 行`
  if (fault !== undefined) throw unusable(`${place}：${fault}`)
  const byKey = new Map(Object.entries(cells).map(([heading, text]) => [headingKey(heading), text]))
  const cell = (names: readonly string[]): string | undefined => {
    const name = names.find((one) => byKey.has(one))
    return name === undefined ? undefined : String(byKey.get(name)).trim()
  }
  const [number, word] = [cell(receiptColumns.row), cell(receiptColumns.outcome)]
  if (number === undefined || word === undefined) throw unusable(`${place}：${FORM}`)
  const row = /^\d{1,9}$/.test(number) ? Number(number) : 0
  if (row < 1 || row > rows) throw unusable(`${place}：没有行号 ${shown(number)}`)
  const outcome = outcomeOf(word)
  if (outcome === undefined)
    throw unusable(`${place}：没有结果“${shown(word)}”，应为 ${Object.keys(receiptOutcomes).join('、')}`)
  const reason = cell(receiptColumns.reason) ?? ''
  return { row, outcome, ...(reason === '' ? {} : { reason }) }
}

function outcomeOf(word: string): ReceiptOutcome | undefined {
  return Object.hasOwn(receiptOutcomes, word) ? receiptOutcomes[word as keyof typeof receiptOutcomes] : undefined
}

const shown = (text: string): string => (text.length > 40 ? `${text.slice(0, 40)}…` : text)

const unusable = (reason: string, cause?: HubError): HubError =>
  new HubError('BAD_USER_INPUT', `回执文件有误：${reason}`, cause === undefined ? {} : { cause })
