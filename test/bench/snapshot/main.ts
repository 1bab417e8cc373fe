import { parseArgs } from 'node:util'
import { feedScene } from '../feedScene.ts'
import { processUsage } from '../processUsage.ts'

// Reads a snapshot of many records to its end, by `/feed` and by the graph with what is looked up for each, and tells how fast
// that goes and whether the hub's memory grows with it.
const { values: options } = parseArgs({
  options: {
    rows: { type: 'string', default: '300000' },
    /** Events of a page. */
    first: { type: 'string', default: '500' },
  },
})
const IMPORTED_TOGETHER = 5_000
const SAMPLES = 10

interface Page {
  readonly count: number
  readonly next: string
  readonly hasMore: boolean
}

const scene = await feedScene()
const headers = { authorization: `Bearer ${scene.token}`, 'content-type': 'application/json' }

async function byFeed(after: string): Promise<Page> {
  const search = new URLSearchParams({ snapshot: 'true', first: options.first, divisions: 'market-order', after })
  const response = await fetch(`${scene.origin}/feed?${search}`, { headers })
  if (!response.ok) throw new Error(await response.text())
  const events = (await response.json()) as unknown[]
  const { headers: head } = response
  return { count: events.length, next: head.get('hub-cursor') ?? '', hasMore: head.get('hub-more') === 'true' }
}

async function byGraph(after: string): Promise<Page> {
  const query = `query ($after: String, $first: Int) { changes(snapshot: true, divisions: [MARKET_ORDER], after: $after, first: $first) {
    count next hasMore events { id kind version enterprise { name uscc registeredAddress businessScope } } } }`
  const body = JSON.stringify({ query, variables: { after, first: Number(options.first) } })
  const response = await fetch(`${scene.origin}/graphql`, { method: 'POST', headers, body })
  const { data, errors } = (await response.json()) as { data?: { changes: Page }; errors?: unknown }
  if (data === undefined || errors !== undefined) throw new Error(JSON.stringify(errors))
  return data.changes
}

async function readAll(name: string, read: (after: string) => Promise<Page>): Promise<void> {
  const rows = Number(options.rows)
  const rss: number[] = []
  let [seen, after, hasMore] = [0, '', true]
  const begun = performance.now()
  const { cpuMs } = processUsage(scene.hub.pid)
  while (hasMore) {
    const page = await read(after)
    ;({ next: after, hasMore } = page)
    seen += page.count
    if (seen >= ((rss.length + 1) * rows) / SAMPLES) rss.push(processUsage(scene.hub.pid).rssMb)
  }
  const seconds = (performance.now() - begun) / 1_000
  if (seen !== rows) throw new Error(`${seen} of ${rows} records came`)
  const spent = (processUsage(scene.hub.pid).cpuMs - cpuMs) / rows
  console.log(
    `${name}: ${rows} records, ${(rows / seconds).toFixed(0)} a second, hub ${spent.toFixed(3)} CPU ms a record; ` +
      `RSS MB by tenths of the way: ${rss.map((megabytes) => megabytes.toFixed(0)).join(' ')}`,
  )
}

try {
  const rows = Number(options.rows)
  console.log(`${rows} records on ${scene.description}, pages of ${options.first}`)
  const begun = performance.now()
  for (let done = 0; done < rows; done += IMPORTED_TOGETHER)
    await scene.report(Math.min(IMPORTED_TOGETHER, rows - done))
  console.log(`imported in ${((performance.now() - begun) / 1_000).toFixed(0)} s`)
  await readAll('/feed', byFeed)
  await readAll('graph', byGraph)
} finally {
  await scene.close()
}
