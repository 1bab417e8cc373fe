import { useEffect, useState } from 'react'

interface DivisionState {
  readonly name: string
  readonly chineseName: string
  readonly state: string
}

const ASK_AGAIN_MS = 15_000

const MEANINGS: Readonly<Record<string, string>> = {
  ready: '可用 ready',
  'not ready': '数据库未就绪 database not ready',
  unreachable: '无应答 not reachable',
}

async function askHub(): Promise<readonly DivisionState[]> {
  const response = await fetch('./readyz')
  const readiness: { divisions: readonly DivisionState[] } = await response.json()
  return readiness.divisions
}

/** One lamp for each division: whether its part of an answer can be had at present. */
export function DivisionStates() {
  const [states, setStates] = useState<readonly DivisionState[]>([])
  useEffect(() => {
    const ask = () => askHub().then(setStates, () => setStates([]))
    void ask()
    const timer = setInterval(ask, ASK_AGAIN_MS)
    return () => clearInterval(timer)
  }, [])
  return (
    <ul className="hub-divisions">
      {states.map(({ name, chineseName, state }) => (
        <li key={name} data-state={state} title={`${name}: ${MEANINGS[state] ?? state}`}>
          {chineseName}
        </li>
      ))}
    </ul>
  )
}
