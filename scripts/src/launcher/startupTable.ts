import { divisions } from '@hub/schema/divisions/divisions'
import type { DatabaseServer } from '../database/databaseServer.ts'
import type { ImportReceipt } from '../imports/importReceipt.ts'
import { demoCounts } from './demoCounts.ts'
import { exampleQueries } from './exampleQueries.ts'
import type { HubAddresses } from './hubAddresses.ts'
import type { RecordCount } from './recordCounts.ts'
import { textTable } from './textTable.ts'

export interface StartupSummary {
  readonly addresses: HubAddresses
  readonly dataFolder: string
  readonly database: DatabaseServer
  /** Names of the divisions that are ready. */
  readonly ready: readonly string[]
  readonly counts: readonly RecordCount[]
  /** Of the demo data, where this start has loaded it. */
  readonly receipts: readonly ImportReceipt[]
}

function processRows({ addresses, ready }: StartupSummary): string[][] {
  return [
    ['网关', 'gateway', `${addresses.gatewayUrl}/graphql`],
    ...divisions.map(({ name, chineseName }) => [
      chineseName,
      name,
      addresses.divisionUrls[name],
      ...(ready.includes(name) ? [] : ['未就绪 not ready']),
    ]),
  ]
}

function curl(url: string, query: string): string {
  return `curl -s ${url} -H 'content-type: application/json' -d '${JSON.stringify({ query })}'`
}

/** What a person who has just started the hub wants to know: what runs where, what is in it, what to try. */
export function startupTable(summary: StartupSummary): string[] {
  const { addresses, dataFolder, database, counts, receipts } = summary
  const endpoint = `${addresses.gatewayUrl}/graphql`
  return [
    '',
    ...textTable(processRows(summary)),
    '',
    `数据库 database  ${database.description}`,
    ...(database.note === undefined ? [] : [`  ${database.note}`]),
    `数据文件夹 data  ${dataFolder}`,
    '',
    '记录数 records',
    ...textTable(counts.map(({ title, field, total }) => [`  ${title}`, field, total ?? '?'])),
    ...(receipts.length === 0 ? [] : ['', '演示数据的各行 rows of the demo data', ...textTable(demoCounts(receipts))]),
    '',
    '查询示例 queries to copy',
    ...exampleQueries.flatMap(({ title, query }) => [`# ${title}`, curl(endpoint, query)]),
    '',
    `浏览器打开 open in a browser: ${addresses.gatewayUrl}/    停止 stop: Ctrl-C`,
  ]
}
