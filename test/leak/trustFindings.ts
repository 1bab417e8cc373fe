import { anonymous } from '@hub/schema/access/callerClaims'
import { hopKeyList, newHopKey } from '@hub/schema/access/hop/hopKeys'
import { HopSigner } from '@hub/schema/access/hop/hopSigner'
import type { DivisionName } from '@hub/schema/divisions/divisions'
import { Findings } from './findings.ts'
import type { LeakWorld } from './leakWorld.ts'

const questions = [
  '{ __typename }',
  '{ __schema { types { name } } }',
  '{ _service { sdl } }',
  '{ _entities(representations: [{ __typename: "Enterprise", subjectId: "x" }]) { __typename } }',
]

/** Whoever knocks at a division without the hub's signature, or with one of his own, is told nothing. */
export async function trustFindings(world: LeakWorld): Promise<Findings> {
  const findings = new Findings()
  for (const division of world.definitions.keys()) {
    for (const query of questions) {
      for (const signer of [undefined, stranger(division)]) {
        const text = await knock(world.url(division), query, signer)
        findings.expect(
          text.startsWith('401 ') && !text.includes('"data"'),
          `trust ${division} ${query} ${text.slice(0, 80)}`,
        )
      }
    }
  }
  return findings
}

const stranger = (division: DivisionName): HopSigner =>
  new HopSigner(hopKeyList.parse(newHopKey(`test-${division}`)), { from: 'gateway', to: division })

async function knock(url: string, query: string, signer: HopSigner | undefined): Promise<string> {
  const body = JSON.stringify({ query })
  const headers = new Headers({ 'content-type': 'application/json' })
  const caller = { ...anonymous, role: 'INSPECTOR' } as const
  const signed = signer?.sign({ method: 'POST', target: new URL(url).pathname, body, caller }) ?? []
  for (let at = 0; at < signed.length; at += 2) headers.set(signed[at] ?? '', signed[at + 1] ?? '')
  const response = await fetch(url, { method: 'POST', headers, body })
  return `${response.status} ${await response.text()}`
}
