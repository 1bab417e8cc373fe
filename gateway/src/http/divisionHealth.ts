const PROBE_MS = 2_000

/** What a division says of itself; `unreachable` when it says nothing. */
export type DivisionState = 'ready' | 'not ready' | 'unreachable'

/** Asks every division at once whether it is ready; the hub itself answers whatever they say. */
export async function divisionHealth(
  divisionUrls: ReadonlyMap<string, string>,
): Promise<Record<string, DivisionState>> {
  const asked = [...divisionUrls].map(async ([name, url]) => [name, await stateOf(url)] as const)
  return Object.fromEntries(await Promise.all(asked))
}

async function stateOf(graphqlUrl: string): Promise<DivisionState> {
  try {
    const answer = await fetch(new URL('/readyz', graphqlUrl), { signal: AbortSignal.timeout(PROBE_MS) })
    await answer.body?.cancel()
    return answer.ok ? 'ready' : 'not ready'
  } catch {
    return 'unreachable'
  }
}
