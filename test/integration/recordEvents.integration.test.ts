import { numberEvents } from '@hub/kit/relay/numberEvents'
import { prepareSequence, relayCollections } from '@hub/kit/relay/relayCollections'
import { type DivisionUnderTest, divisionUnderTest } from '@hub/kit/testing/divisionUnderTest'
import { division } from '@hub/personnel/division'
import { commendations } from '@hub/personnel/models/commendations'
import { beforeAll, describe, expect, test } from 'vitest'
import { connectTestDatabase, testDatabase } from '../setup/testDatabase.ts'

const QUERY = `query($after: Int, $first: Int, $families: [String!]) {
  personnelEvents(after: $after, first: $first, families: $families) {
    next hasMore
    events { sequence kind family version subjectId effectiveOn record { recordId version recordState ... on Commendation { honorName } } }
  }
}`
const OFFICER = { caller: 'officer', role: 'OFFICER', division: 'personnel' } as const

const database = testDatabase()
let personnel: DivisionUnderTest

beforeAll(async () => {
  personnel = await divisionUnderTest(division, await connectTestDatabase(database))
  const relay = relayCollections(personnel.collections)
  await prepareSequence(relay)
  const store = personnel.storeAt(() => new Date())
  const honour = (honorName: string) => ({ honorName, grantedOn: '2025-05-01', grantedBy: '演示市商务局' })
  const put = (honorName: string) => ({ kind: 'PUT' as const, subjectId: 'S1', fields: honour(honorName) })
  const [first] = await store.write(commendations, [put('诚信经营示范'), put('优秀企业')], { operator: 'test' })
  const recordId = first !== undefined && 'recordId' in first ? first.recordId : ''
  const withdrawal = {
    change: 'WITHDRAWN',
    recordState: 'WITHDRAWN',
    reason: '撤销',
    effectiveOn: '2025-06-01',
  } as const
  await store.write(commendations, [{ kind: 'CHANGE', recordId, ...withdrawal }], { operator: 'test' })
  await numberEvents(personnel.collections, relay, 100)
})

const ask = (variables: Record<string, unknown>) => personnel.ask(QUERY, variables, OFFICER)

describe("a division's events", () => {
  test('come in order, each with the record as it stands now', async () => {
    const { data, errorCodes } = await ask({ first: 2 })
    expect(errorCodes).toEqual([])
    expect(data?.personnelEvents).toMatchObject({
      next: 2,
      hasMore: true,
      events: [
        { sequence: 1, kind: 'CREATED', family: 'commendations', version: 1, subjectId: 'S1' },
        { sequence: 2, kind: 'CREATED', version: 1, record: { version: 1, honorName: '优秀企业' } },
      ],
    })
    const { data: rest } = await ask({ after: 2 })
    const events = [{ sequence: 3, kind: 'WITHDRAWN', version: 2, effectiveOn: '2025-06-01' }]
    expect(rest?.personnelEvents).toMatchObject({ next: 3, hasMore: false, events })
  })

  test('can be asked for by family; the place in the sequence is kept', async () => {
    const { data } = await ask({ families: ['model-enterprise-awards'] })
    expect(data?.personnelEvents).toEqual({ next: 3, hasMore: false, events: [] })
  })

  test.each([{ families: ['penalties'] }, { first: 0 }, { first: 501 }, { after: -1 }])(
    'refuse %o',
    async (variables) => {
      expect((await ask(variables)).errorCodes).toEqual(['BAD_USER_INPUT'])
    },
  )
})
