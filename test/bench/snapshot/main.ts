import { loadavg } from 'node:os'
import { parseArgs } from 'node:util'
import { feedScene } from '../feedScene.ts'
import { processUsage } from '../processUsage.ts'
import { seedPermits } from './seedPermits.ts'

// Reads a snapshot of many permits to its end, by `/feed` with all that is in them and by the graph with what is looked up for
// each, every page from the cursor of the one before; tells how fast that goes and whether memory of hub and division grows with it.
const { values: options } = parseArgs({
  options: {
    rows: { type: 'string', default: '300000' },
    /** Events of a page. */
    first: { type: 'string', default: '500' },
    /** Of the snapshot, by the graph as well; no more than this many. */
    graph: { type: 'string', default: '300000' },
  },
})
const ENTERPRISES = 40
const SAMPLES = 10

interface Page {
  readonly count: number
  readonly next: string
  readonly hasMore: boolean
  /** The division could not be read in time; the cursor stays. */
  readonly isBehind: boolean
}

const scene = await feedScene()
const headers = { authorization: `Bearer ${scene.token}`, 'content-type': 'application/json' }

async function byFeed(after: string): Promise<Page> {
  const search = new URLSearchParams({ snapshot: 'true', first: options.first, divisions: 'market-order', after })
  const response = await fetch(`${scene.origin}/feed?${search}`, { headers })
  if (!response.ok) throw new Error(await response.text())
  const events = (await response.json()) as unknown[]
  const { headers: head } = response
  return {
    count: events.length,
    next: head.get('hub-cursor') ?? '',
    hasMore: head.get('hub-more') === 'true',
    isBehind: head.has('hub-behind'),
  }
}

type GraphPage = Page & { readonly behind: readonly object[] }

async function byGraph(after: string): Promise<Page> {
  const query = `query ($after: String, $first: Int) { changes(snapshot: true, divisions: [MARKET_ORDER], after: $after, first: $first) {
    count next hasMore behind { code } events { id kind version enterprise { name uscc }
      record { recordId ... on AdministrativePermit { docNo content authority effectiveUntil } } } } }`
  const body = JSON.stringify({ query, variables: { after, first: Number(options.first) } })
  const response = await fetch(`${scene.origin}/graphql`, { method: 'POST', headers, body })
  const { data, errors } = (await response.json()) as { data?: { changes: GraphPage }; errors?: unknown }
  if (data === undefined || errors !== undefined) throw new Error(JSON.stringify(errors))
  return { ...data.changes, isBehind: data.changes.behind.length > 0 }
}

async function readAll(name: string, rows: number, read: (after: string) => Promise<Page>): Promise<void> {
  const { hub, division } = scene
  const rss: string[] = []
  let [seen, after, isOver, behind] = [0, '', false, 0]
  const begun = performance.now()
  const { cpuMs } = processUsage(hub.pid)
  while (!isOver && seen < rows) {
    const page = await read(after)
    after = page.next
    isOver = !page.hasMore && !page.isBehind
    if (page.isBehind) behind += 1
    seen += page.count
    if (seen >= ((rss.length + 1) * rows) / SAMPLES)
      rss.push([hub, division].map(({ pid }) => processUsage(pid).rssMb.toFixed(0)).join('/'))
  }
  const seconds = (performance.now() - begun) / 1_000
  if (seen < rows) throw new Error(`${seen} of ${rows} records came`)
  const spent = (processUsage(hub.pid).cpuMs - cpuMs) / seen
  console.log(
    `${name}: ${seen} records, ${(seen / seconds).toFixed(0)} a second, hub ${spent.toFixed(3)} CPU ms a record, late ${behind} times; ` +
      `RSS MB of hub/division by tenths of the way: ${rss.join(' ')}; load ${loadavg()[0]?.toFixed(0)}`,
  )
}

try {
  const rows = Number(options.rows)
  console.log(`${rows} records on ${scene.description}, pages of ${options.first}`)
  await scene.report(ENTERPRISES)
  const begun = performance.now()
  await seedPermits(scene.database, rows)
  console.log(`written in ${((performance.now() - begun) / 1_000).toFixed(0)} s`)
  await readAll('/feed', rows + ENTERPRISES, byFeed)
  await readAll('graph', Math.min(rows, Number(options.graph)), byGraph)
} finally {
  await scene.close()
}
