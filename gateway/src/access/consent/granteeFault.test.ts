import type { CallerClaims } from '@hub/schema/access/callerClaims'
import { expect, test } from 'vitest'
import type { DeskAnswer, DeskQuestion } from '../../reports/divisionDesks.ts'
import { granteeFault } from './granteeFault.ts'

const caller: CallerClaims = { caller: 'firm', role: 'ENTERPRISE', subjectIds: ['S1'] }
const by = { caller, millis: 1_000, signal: new AbortController().signal }

function index(answer: DeskAnswer) {
  const asked: DeskQuestion[] = []
  const ask = async (question: DeskQuestion): Promise<DeskAnswer> => {
    asked.push(question)
    return answer
  }
  return { asked, ask }
}

const known = (enterprise: object | null) => index({ data: { enterprise } })
const grantee = { granteeKind: 'ENTERPRISE', grantee: 'S2' } as const

test('an enterprise that there is can be named; it is looked up by the right of whoever grants', async () => {
  const desks = known({ mergedIntoId: null })
  expect(await granteeFault(desks, grantee, by)).toBeUndefined()
  expect(desks.asked).toMatchObject([{ division: 'market-order', caller, variables: { id: 'S2' } }])
})

test.each<[object | null, string]>([
  [null, 'no such enterprise: S2'],
  [{ mergedIntoId: 'S3' }, 'name the survivor: S3'],
])('%j cannot, and why', async (enterprise, told) => {
  expect(await granteeFault(known(enterprise), grantee, by)).toContain(told)
})

test('while the index is out nothing is told, least of all that there is none', async () => {
  const out = index({ behind: { division: 'market-order', code: 'HUB_DIVISION_TIMEOUT' } })
  await expect(granteeFault(out, grantee, by)).rejects.toMatchObject({ code: 'HUB_DIVISION_UNAVAILABLE' })
})

test.each(['CALLER', 'UNIT', 'BEARER'] as const)(
  'of a %s the hub has no list, and asks nobody',
  async (granteeKind) => {
    const desks = known(null)
    expect(await granteeFault(desks, { granteeKind, grantee: 'x' }, by)).toBeUndefined()
    expect(desks.asked).toEqual([])
  },
)
