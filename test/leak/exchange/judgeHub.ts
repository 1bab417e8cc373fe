import { mongo } from 'mongoose'
import type { Findings } from '../findings.ts'
import type { LeakCaller } from '../leakCallers.ts'
import type { LeakWorld } from '../leakWorld.ts'
import type { ChangeReader, KeptRow } from './changeReader.ts'
import { withoutRowKeys } from './judgeFiles.ts'
import { judgeBytes } from './judgeSight.ts'

/** What the hub tells of deliveries, in its graph, its metrics, its log and its database: numbers, ids, and no content. */
export interface HubOutputs {
  readonly log: string
  readonly metrics: string
  readonly agreements: readonly string[]
}

const nobody = (caller: LeakCaller): ChangeReader => ({ name: caller.name, caller, itemOf: () => undefined })

const files =
  'nodes { file message state nil rows bytes sm3 sha256 withheld { recordId version faults } withdrawals receipt { lines { row outcome reason } } }'
const delivery = 'page waiting deadLetters openWithdrawals overdueWithdrawals isHere lagSeconds breaker lastFailure'
const counts =
  'reported accepted doubt unlinked duplicate refused overtaken dead inFlight closes unexplained { place recordId version }'

function ofAgreement(id: string, day: string): string {
  return `{ exchange {
    agreement(id: "${id}") { id terms { partner } delivery { ${delivery} } files(first: 200) { ${files} }
      reconciliation(from: "${day}", to: "${day}") { ${counts} } }
    deadLetters(agreement: "${id}", first: 200) { nodes { eventId recordId subjectId version kind reason } }
    receipts(agreement: "${id}", first: 200) { nodes { delivery page rows { eventId recordId version outcome reason } } }
    dryRun(agreement: "${id}", version: 1) { events subjects isComplete behind families { family events withheld subjects fields }
      sample { eventId kind family recordId subjectId version fields digest bytes } }
  } }`
}

/** Administrators run deliveries and see no records: not one canary may stand in what they are told. */
export async function judgeHub(
  { world, findings, rows }: { world: LeakWorld; findings: Findings; rows: readonly KeptRow[] },
  callers: readonly LeakCaller[],
  { log, metrics, agreements }: HubOutputs,
): Promise<void> {
  const day = new Date().toISOString().slice(0, 10)
  const administrators = callers.filter(({ name }) => name.endsWith(' administrator'))
  for (const caller of callers) {
    const isTold = administrators.includes(caller)
    for (const id of agreements) {
      const { text, errors } = await world.ask(caller.claims, ofAgreement(id, day))
      const told = `exchange ${caller.name} ${id}`
      findings.expect(
        isTold ? errors.length === 0 : text.includes('GRAPHQL_VALIDATION_FAILED'),
        `${told} ${text.slice(0, 200)}`,
      )
      judgeBytes({ findings, rows }, nobody(caller), { channel: `exchange of ${id}`, bytes: text })
    }
    const traced = rows
      .slice(0, isTold ? 40 : 1)
      .map(
        ({ row }, at) => `t${at}: trace(recordId: "${row.recordId}") { agreement partner recordId version kind state }`,
      )
    const { text } = await world.ask(caller.claims, `{ exchange { ${traced.join(' ')} } }`)
    judgeBytes({ findings, rows }, nobody(caller), { channel: 'trace', bytes: text })
  }
  const [anyone] = callers
  if (anyone === undefined) return
  judgeBytes({ findings, rows }, nobody(anyone), { channel: 'log', bytes: log })
  judgeBytes({ findings, rows }, nobody(anyone), { channel: 'metrics', bytes: metrics })
  judgeBytes({ findings, rows }, nobody(anyone), {
    channel: 'database',
    bytes: withoutRowKeys(await everythingIn(world), rows),
  })
}

/** What the hub keeps, as it stands in its database. */
async function everythingIn({ hubDatabase }: LeakWorld): Promise<string> {
  const found: string[] = []
  const plain = function (this: Record<string, unknown>, key: string, value: unknown): unknown {
    const { [key]: stored } = this
    return stored instanceof mongo.Binary ? Buffer.from(stored.buffer).toString('utf8') : value
  }
  for (const { name } of await hubDatabase.listCollections().toArray())
    for (const document of await hubDatabase.collection(name).find().toArray())
      found.push(JSON.stringify(document, plain))
  return found.join('\n')
}
