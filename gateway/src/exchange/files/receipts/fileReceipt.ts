import { HubError } from '@hub/schema/errors/HubError'
import { CsvError, parse } from 'csv-parse/sync'

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

/** Headings of the columns; the first of them that is there counts. */
const columns = { row: ['行号', '序号'], outcome: ['结果', '处理结果'], reason: ['原因', '错误原因'] } as const

/**
 * Reads a receipt: CSV with 行号, 结果 and 原因, one line a row of the file it answers.
 * @param rows how many rows that file had
 * @throws HubError BAD_USER_INPUT, naming the line, when it is no line of the table, or its row is none of the file's or comes twice
 */
export function readFileReceipt(text: string, rows: number): FileReceipt {
  const [headings = [], ...body] = tableOf(text)
  const at = (names: readonly string[]) =>
    names.map((name) => headings.indexOf(name)).find((place) => place !== -1) ?? -1
  const [rowAt, outcomeAt, reasonAt] = [at(columns.row), at(columns.outcome), at(columns.reason)]
  if (rowAt === -1 || outcomeAt === -1) throw unusable('须有“行号”和“结果”两列')
  const seen = new Set<number>()
  const lines = body.map((cells, index): ReceiptLine => {
    const row = Number(cells[rowAt])
    const outcome = outcomeOf(cells[outcomeAt] ?? '')
    const place = `第 ${index + 2} 行`
    if (!Number.isInteger(row) || row < 1 || row > rows) throw unusable(`${place}：没有行号 ${cells[rowAt]}`)
    if (outcome === undefined) throw unusable(`${place}：没有结果“${cells[outcomeAt]}”`)
    if (seen.has(row)) throw unusable(`${place}：行号 ${row} 重复`)
    seen.add(row)
    const reason = cells[reasonAt] ?? ''
    return { row, outcome, ...(reason === '' ? {} : { reason }) }
  })
  const counts = { CREATED: 0, UPDATED: 0, DOUBT: 0, UNLINKED: 0, DUPLICATE: 0, REFUSED: 0 }
  for (const { outcome } of lines) counts[outcome] += 1
  return { counts, lines }
}

function tableOf(text: string): string[][] {
  try {
    return parse(text, { bom: true, skip_empty_lines: true, trim: true })
  } catch (error) {
    if (!(error instanceof CsvError)) throw error
    throw unusable(`第 ${error.lines} 行：列数与标题行不同，或引号有误`)
  }
}

function outcomeOf(word: string): ReceiptOutcome | undefined {
  return Object.hasOwn(receiptOutcomes, word) ? receiptOutcomes[word as keyof typeof receiptOutcomes] : undefined
}

const unusable = (reason: string): HubError => new HubError('BAD_USER_INPUT', `回执文件有误：${reason}`)
