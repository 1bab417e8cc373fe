import type { LeaseDocument } from '@hub/schema/leases/lease'
import { beforeAll, expect, test } from 'vitest'
import { testHubDatabase } from '../../../../test/setup/testHubDatabase.ts'
import { AgreementStore } from '../agreements/agreementStore.ts'
import type { AgreementVersion } from '../agreements/exchangeAgreement.ts'
import { trialTerms } from '../agreements/testing/trialTerms.ts'
import { deliveryStores, prepareDeliveries } from '../delivery/deliveryStores.ts'
import { NaiveRecords } from '../delivery/testing/naiveRecords.ts'
import { trialSealer } from '../secrets/testing/trialSealer.ts'
import { PullReader } from './pullReader.ts'
import { PullWatch } from './pullWatch.ts'

const database = testHubDatabase()
const stores = deliveryStores(database.db, trialSealer())
const agreements = new AgreementStore(database.db)
const leases = database.db.collection<LeaseDocument>('exchange_leases')
const HOUR = 3_600_000

beforeAll(() => prepareDeliveries(stores))

class Scene {
  readonly records = new NaiveRecords()
  private readonly feed = this.records.feed()
  private readonly reader = new PullReader({ feed: this.feed, deliveries: stores })
  readonly watch = new PullWatch({
    agreements,
    feed: this.feed,
    stores,
    leases,
    onFault: (error) => {
      throw error
    },
  })
  private version = 0
  private kind: AgreementVersion['kind'] = 'TERMS'
  private terms = trialTerms()
  private cursor: string | undefined

  constructor(readonly id: string) {}

  async agree(subjectIds: readonly string[], kind: AgreementVersion['kind'] = 'TERMS'): Promise<void> {
    this.version += 1
    this.kind = kind
    const items = [{ family: 'penalties', subjectIds }]
    this.terms = trialTerms({ mode: 'PULL', endpoint: undefined, secretIds: [], withdrawalHours: 2, items })
    const facts = { agreement: this.id, version: this.version, kind, terms: this.terms, reason: '试验' }
    const added = {
      _id: `${this.id}:${this.version}`,
      ...facts,
      proposedBy: '甲',
      proposedAt: new Date(),
      decision: null,
    }
    await agreements.add(added)
    await agreements.decide(added, { outcome: 'APPROVED', by: '乙', at: new Date() })
  }

  async readAll(): Promise<void> {
    const standing = this.kind === 'END' ? 'ENDED' : 'IN_FORCE'
    const agreement = { id: this.id, version: this.version, terms: this.terms, standing } as const
    const request = { requestId: 'r', address: '', by: 'key-1' }
    for (let calm = 0; calm < 2; ) {
      const { events, next } = await this.reader.read({ agreement, after: this.cursor, first: 500, request })
      this.cursor = next
      calm = events.length === 0 ? calm + 1 : 0
    }
  }

  /** Records that are overdue so many hours from now. */
  overdue(hours: number): Promise<string[]> {
    return stores.holdings.overdueRecords(this.id, new Date(Date.now() + hours * HOUR), 10)
  }
}

test('a partner who stays away is overdue with what it has to withdraw, and is not once it has come', async () => {
  const scene = new Scene('watched')
  await scene.agree(['S-1', 'S-2', 'S-3'])
  for (const record of ['R1', 'R2', 'R3']) scene.records.commit(record, 'CREATED', '甲局')
  await scene.watch.look()
  await scene.readAll()
  scene.records.commit('R1', 'REPAIRED', '甲局')
  scene.records.commit('R2', 'CORRECTED', '甲局')
  // It never had this one.
  scene.records.commit('R9', 'CREATED', '甲局', 'S-1')
  scene.records.commit('R9', 'WITHDRAWN', '甲局', 'S-1')
  await scene.watch.look()
  await scene.watch.look()
  expect([await scene.overdue(1), await scene.overdue(3)]).toEqual([[], ['R1']])
  await scene.readAll()
  await scene.watch.look()
  expect(await scene.overdue(3)).toEqual([])
})

test('so is one who has not heard of narrower terms, nor of the end', async () => {
  const scene = new Scene('narrowed')
  await scene.agree(['S-1', 'S-2', 'S-3'])
  for (const record of ['R1', 'R2', 'R3']) scene.records.commit(record, 'CREATED', '甲局')
  await scene.readAll()
  await scene.agree(['S-1', 'S-2'])
  await scene.watch.look()
  expect(await scene.overdue(3)).toEqual(['R3'])
  // What wider terms let it keep is nothing to withdraw.
  await scene.agree(['S-1', 'S-2', 'S-3'])
  await scene.readAll()
  expect(await scene.overdue(3)).toEqual([])
  await scene.agree(['S-1', 'S-2', 'S-3'], 'END')
  await scene.watch.look()
  expect(await scene.overdue(3)).toEqual(['R1', 'R2', 'R3'])
  await expect(scene.readAll()).rejects.toMatchObject({ code: 'HUB_AGREEMENT_NOT_IN_FORCE' })
  expect(await scene.overdue(3)).toEqual([])
})
