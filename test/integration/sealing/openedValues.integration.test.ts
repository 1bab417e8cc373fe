import { checkLinks } from '@hub/kit/imports/following/checkLinks'
import { followActs } from '@hub/kit/imports/following/followActs'
import { FollowedActs } from '@hub/kit/imports/following/followedActs'
import { announceExpiry } from '@hub/kit/relay/announceExpiry'
import { relayCollections } from '@hub/kit/relay/relayCollections'
import { divisionUnderTest } from '@hub/kit/testing/divisionUnderTest'
import { testSealing } from '@hub/kit/testing/testSealing'
import { division as marketOrder } from '@hub/market-order/division'
import { addDays } from '@hub/schema/calendar/addDays'
import { shanghaiDate } from '@hub/schema/calendar/shanghaiDate'
import { expect, test, vi } from 'vitest'
import { connectTestDatabase, testDatabase } from '../../setup/testDatabase.ts'

const database = testDatabase()
const today = shanghaiDate(new Date())
const operator = { operator: 'test' }
const subject = { identifiers: [{ kind: 'REG_NO' as const, value: '110108000000016' }] }

test('whoever looks at links, follows a merger or announces an end opens no sealed value that he does not need', async () => {
  const connection = await connectTestDatabase(database)
  const link = async (identities: readonly unknown[]) =>
    identities.map(() => ({ outcome: 'LINKED' as const, subjectId: 'S-1', candidates: [] }))
  const { desk, collections } = await divisionUnderTest(marketOrder, connection, {
    link,
    findSubject: async () => undefined,
  })
  const importer = desk.importers.find(({ name }) => name === 'penalties')
  if (importer === undefined) throw new Error('no importer')
  const fields = {
    docNo: '虚构罚〔2026〕1号',
    decidedOn: '2026-01-05',
    authority: '虚构市商务局',
    subjectName: '虚构酒业',
    legalRepIdNo: '360426199101010071',
    publicityEndsOn: addDays(today, -1),
    categories: ['0'],
  }
  await desk.places.store.write(
    importer.family,
    [{ kind: 'PUT', subjectId: 'S-1', fields, source: { line: 1, raw: {}, subject } }],
    operator,
  )
  const opened = vi.spyOn(testSealing.sealer, 'open')
  const fieldsOpened = () => new Set(opened.mock.calls.map(([, place]) => place.replace(/^.*?\/.*?\//, '')))

  const places = { ...desk.places, records: collections, link }
  await checkLinks(importer, places, new Date())
  expect(fieldsOpened()).toEqual(new Set(['source']))

  opened.mockClear()
  const relay = relayCollections(collections)
  expect(await announceExpiry(collections, relay, { families: marketOrder.families, today })).toBe(1)
  expect(fieldsOpened()).toEqual(new Set())

  const store: typeof places.store = Object.create(places.store)
  store.write = async (_family, requests) =>
    requests.map(() => ({ outcome: 'UPDATED' as const, recordId: 'none', version: 2 }))
  const act = { number: 1, kind: 'MERGE', subjectId: 'S-1', survivorId: 'S-2', effectiveOn: '2026-01-01' } as const
  await followActs(
    {
      importers: [importer],
      places: { ...places, store },
      followed: new FollowedActs(connection),
      readActs: async (from) => (from === 1 ? [act] : []),
    },
    new Date(),
  )
  expect(fieldsOpened()).toEqual(new Set(['source']))
  opened.mockRestore()
})
