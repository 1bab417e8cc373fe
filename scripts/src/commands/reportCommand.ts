import { createWriteStream } from 'node:fs'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { xlsxBytes } from '@hub/gateway/exchange/files/formats/xlsxBytes'
import { publicitySheets } from '@hub/gateway/reports/publicity/publicityCells'
import type { PublicityReport } from '@hub/gateway/reports/publicity/publicityReport'
import { divisions } from '@hub/schema/divisions/divisions'
import { askHub } from '../exchange/askHub.ts'
import type { ProgressLines } from '../launcher/progressLines.ts'
import { type ExchangeOptions, exchangeDesk } from './exchangeCommand.ts'

export interface ReportOptions extends ExchangeOptions {
  /** YYYY-MM. */
  readonly month: string
  /** XLSX file to write. */
  readonly out: string
}

const RATIO = '{ numerator denominator value }'
const COUNTS = `{ produced published reported unreported unreportedBases { code name document count } stored cityPublished }`
const STATES = '{ pending modified processed ignored total }'
const REPORT = `month unit site dueOn permits ${COUNTS} penalties ${COUNTS} total ${COUNTS} means problems
  quality { division family submitted collected stored doubts ${STATES} unlinked ${STATES}
    compliantRate ${RATIO} lateRate ${RATIO} missedRate ${RATIO} timelyRate ${RATIO} linkedRate ${RATIO}
    storedRate ${RATIO} modifiedRate ${RATIO} processedRate ${RATIO} ignoredRate ${RATIO} }
  behind { division code }`

/** `hub exchange report`: the monthly 双公示 report as XLSX. */
export async function reportCommand({ month, out, ...options }: ReportOptions, progress: ProgressLines): Promise<void> {
  const hub = await exchangeDesk(options, 'INSPECTOR')
  const query = `query($month: String!) { publicityReport(month: $month) { ${REPORT} } }`
  const { publicityReport } = await askHub<{ publicityReport: PublicityReport }>(hub, query, { month })
  await pipeline(Readable.from(xlsxBytes(publicitySheets(publicityReport, chineseNameOf))), createWriteStream(out))
  for (const { division, code } of publicityReport.behind)
    progress.line(`✗ 未计入 not counted: ${chineseNameOf(division)} ${code}`)
  const { permits, penalties, dueOn } = publicityReport
  progress.line(`✓ ${out}: 许可 permits ${permits?.produced ?? '-'}, 处罚 penalties ${penalties?.produced ?? '-'}`)
  if (dueOn !== null) progress.line(`应报日期 due ${dueOn}`)
}

/** By the name of a division, or its value in the graph. */
function chineseNameOf(division: string): string {
  const found = divisions.find(({ name, enumValue }) => name === division || enumValue === division)
  return found?.chineseName ?? division
}
