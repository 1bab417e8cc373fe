import type { CallerClaims } from '@hub/schema/access/callerClaims'
import type { DivisionName } from '@hub/schema/divisions/divisions'
import { demoToken } from '@hub/scripts/access/demoToken'
import type { Random } from '../../conformance/oracle/random.ts'

const HOURS = 6
const DIVISIONS: readonly DivisionName[] = ['foreign-investment', 'trade', 'market-order', 'personnel']
const PLACES = ['410102', '410103', '410104', '410105']
const ENTERPRISES = 150
const PEOPLE = 20

/** Somebody who asks, and what he sends with his requests. */
export interface SoakCaller {
  readonly claims: CallerClaims
  readonly headers: Readonly<Record<string, string>>
}

type IssuerKey = Parameters<typeof demoToken>[0]

async function withToken(key: IssuerKey, claims: CallerClaims, more: Record<string, string> = {}): Promise<SoakCaller> {
  return { claims, headers: { authorization: `Bearer ${await demoToken(key, claims, HOURS)}`, ...more } }
}

/** Callers of every kind, most of them with rights that nobody else has. @param subjectIds that some of them are */
export async function soakCallers(key: IssuerKey, subjectIds: readonly string[]): Promise<SoakCaller[]> {
  const named = (count: number, caller: (number: number) => CallerClaims): Promise<SoakCaller[]> =>
    Promise.all(Array.from({ length: count }, (_, number) => withToken(key, caller(number))))
  const purpose = { 'hub-purpose': 'ADMINISTRATIVE_PERMIT' }
  return [
    { claims: { caller: 'anonymous', role: 'PUBLIC' }, headers: {} },
    ...(await named(ENTERPRISES, (number) => ({
      caller: `firm-${number}`,
      role: 'ENTERPRISE',
      subjectIds: [subjectIds[number % subjectIds.length] ?? ''],
    }))),
    ...(await named(PEOPLE, (number) => ({
      caller: `analyst-${number}`,
      role: 'ANALYST',
      division: DIVISIONS[number % DIVISIONS.length],
    }))),
    ...(await named(PEOPLE, (number) => ({
      caller: `officer-${number}`,
      role: 'OFFICER',
      division: DIVISIONS[number % DIVISIONS.length],
      ...(number >= PEOPLE / 2 ? { divisionCode: PLACES[number % PLACES.length] } : {}),
    }))),
    ...(await Promise.all(
      Array.from({ length: PEOPLE }, (_, number) =>
        withToken(key, { caller: `window-${number}`, role: 'LICENSING_WINDOW', unit: '行政审批窗口' }, purpose),
      ),
    )),
    ...(await named(1, () => ({ caller: 'platform', role: 'CREDIT_PLATFORM' }))),
    ...(await named(2, (number) => ({ caller: `inspector-${number}`, role: 'INSPECTOR' }))),
  ]
}

/** Somebody who has never asked before and never will again. */
export function passerBy(key: IssuerKey, random: Random): Promise<SoakCaller> {
  const caller = `passer-by-${random.between(1, 1_000_000_000)}`
  return withToken(key, { caller, role: 'LICENSING_WINDOW', unit: '行政审批窗口' })
}
