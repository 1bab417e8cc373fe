import assert from 'node:assert/strict'
import type { CallerClaims } from '@hub/schema/access/callerClaims'
import { disclosureMap } from '@hub/schema/access/disclosureMap'
import { addDays } from '@hub/schema/calendar/addDays'
import { divisionSchemaFile, divisionSdl } from '@hub/schema/composition/divisionSdl'
import fc from 'fast-check'
import { parse } from 'graphql'
import type { FamilyFields, RecordFamily } from '../family/recordFamily.ts'
import type { RecordStore } from '../store/recordStore.ts'
import type { WriteRequest } from '../store/writeRequest.ts'
import type { DivisionUnderTest } from './divisionUnderTest.ts'
import {
  type ListExpectation,
  listScenarios,
  type NaiveQuestion,
  type NaiveWrite,
  naiveList,
} from './listExpectation.ts'
import type { NaiveRecord } from './naiveFilter.ts'

const START = Date.parse('2026-01-01T00:00:00Z')
const STEP = 10

/**
 * Holds a family's root list on the real database against naive evaluation: every filter, every order, page sizes,
 * `asOf` before, between and after the writes, corrections, withdrawals, counts.
 * @throws AssertionError, or fast-check's report of the smallest case that differs
 */
export async function listsAgree(division: DivisionUnderTest, expectation: ListExpectation, runs = 4): Promise<void> {
  await argumentsAreExpected(division, expectation)
  await fc.assert(
    fc.asyncProperty(listScenarios(expectation), async ({ writes, questions }) => {
      await empty(division, expectation.family)
      const versions = await carryOut(division, expectation, writes)
      for (const question of questions) {
        const asOf = question.asOf === undefined ? undefined : START + question.asOf * STEP
        const isRefused = asksAbove({
          ...expectation,
          filter: question.filter,
          orderField: question.orderBy.field,
          caller: question.caller,
        })
        const expected = isRefused ? [] : naiveList(expectation, versions, question, asOf ?? Number.MAX_SAFE_INTEGER)
        assert.deepEqual(await walk(division, expectation, question, asOf), expected)
      }
    }),
    { numRuns: runs, endOnFailure: true },
  )
}

/** Every argument that the SDL offers is one that the family filters or orders by and the test expects. */
async function argumentsAreExpected({ ask }: DivisionUnderTest, { family, stem, filters, orders }: ListExpectation) {
  const { data } = await ask(
    `{ filter: __type(name: "${stem}Filter") { inputFields { name } }
       order: __type(name: "${stem}OrderField") { enumValues { name } } }`,
  )
  const offered = data as {
    filter: { inputFields: { name: string }[] }
    order: { enumValues: { name: string }[] }
  }
  const names = (list: { name: string }[]) => list.map(({ name }) => name).sort()
  assert.deepEqual(names(offered.filter.inputFields), Object.keys(filters).sort())
  assert.deepEqual(names(offered.filter.inputFields), Object.keys(family.filters).sort())
  assert.deepEqual(names(offered.order.enumValues), [...Object.keys(orders), 'RECORDED_AT'].sort())
}

async function empty({ collections }: DivisionUnderTest, family: RecordFamily): Promise<void> {
  const { current, versions } = collections.modelsOf(family)
  await Promise.all([current.deleteMany({}), versions.deleteMany({}), collections.keys.collection.deleteMany({})])
}

/** Writes one act after the other, each at an instant of its own, and keeps every version that comes of it. */
async function carryOut(
  { storeAt }: DivisionUnderTest,
  { family, lasting = [], dayOfRow }: ListExpectation,
  writes: readonly NaiveWrite[],
): Promise<NaiveRecord[]> {
  const versions: NaiveRecord[] = []
  let now = START
  const store = storeAt(() => new Date(now))
  for (const write of writes) {
    now += STEP
    const request = requestOf(dated(write, now, dayOfRow), standing(versions))
    if (request !== undefined) {
      keep(versions, await written(store, family, request), { request, lasting, now, family })
    }
  }
  return versions
}

function dated(write: NaiveWrite, now: number, dayOfRow: string | undefined): NaiveWrite {
  if (write.kind !== 'PUT' || dayOfRow === undefined) return write
  const day = addDays('2031-01-01', (now - START) / STEP)
  return { ...write, fields: { ...write.fields, [dayOfRow]: day } }
}

function requestOf(write: NaiveWrite, records: readonly NaiveRecord[]): WriteRequest | undefined {
  if (write.kind === 'PUT') return { kind: 'PUT', subjectId: write.subject, fields: write.fields }
  const target = records[write.target % Math.max(records.length, 1)]
  if (target === undefined) return undefined
  const change = { kind: 'CHANGE', change: 'CORRECTED', recordId: target.recordId, reason: 'test' } as const
  return write.kind === 'STATE' ? { ...change, recordState: write.recordState } : { ...change, fields: write.fields }
}

async function written(store: RecordStore, family: RecordFamily, request: WriteRequest): Promise<string | undefined> {
  const [outcome] = await store.write(family, [request], { operator: 'test' })
  return outcome?.outcome === 'CREATED' || outcome?.outcome === 'UPDATED' ? outcome.recordId : undefined
}

interface Kept {
  request: WriteRequest
  lasting: readonly string[]
  now: number
  family: RecordFamily
}

function keep(versions: NaiveRecord[], recordId: string | undefined, { request, lasting, now, family }: Kept): void {
  if (recordId === undefined || request.kind === 'UNLINK') return
  const last = versions.find(
    (version) => version.recordId === recordId && version.supersededAt === Number.POSITIVE_INFINITY,
  )
  if (last !== undefined) last.supersededAt = now
  // A row replaces what was reported; a change by hand, and a row that ends a record of other keys, the fields it names.
  const change = request.kind === 'CHANGE' ? request : undefined
  const stays = [...lasting, ...(family.ending?.fields ?? [])]
  versions.push({
    recordId,
    subjectId: family.isSubject ? recordId : (request.subjectId ?? last?.subjectId ?? ''),
    fields: {
      ...(change || endsOther(family, request, last) ? last?.fields : pick(last?.fields ?? {}, stays)),
      ...request.fields,
    },
    recordState: change?.recordState ?? last?.recordState ?? 'CURRENT',
    recordedAt: now,
    supersededAt: Number.POSITIVE_INFINITY,
  })
}

function endsOther(family: RecordFamily, request: WriteRequest, last: NaiveRecord | undefined): boolean {
  if (family.ending === undefined || request.kind !== 'PUT' || last === undefined) return false
  const keys = family.naturalKeys(last.fields, last.subjectId)
  return !family.naturalKeys(request.fields, request.subjectId).some((key) => keys.includes(key))
}

function pick(fields: FamilyFields, names: readonly string[]): FamilyFields {
  return Object.fromEntries(names.flatMap((name) => (name in fields ? [[name, fields[name]]] : [])))
}

interface AskedList extends Pick<ListExpectation, 'family' | 'list' | 'stem'> {
  filter: Record<string, unknown>
  orderField: string
  caller: CallerClaims
}

/** Whether the SDL gives the list, a filter or the order a level above that of whoever asks. */
function asksAbove({ family, list, stem, filter, orderField, caller }: AskedList): boolean {
  if (caller.role === 'INSPECTOR' || caller.division === family.division) return false
  const levels = disclosureMap(parse(divisionSdl(divisionSchemaFile(family.division))))
  const asked = [
    `Query.${list}`,
    `${stem}OrderField.${orderField}`,
    ...Object.keys(filter).map((name) => `${stem}Filter.${name}`),
  ]
  const open = caller.role === 'ANALYST' || caller.role === 'OFFICER' ? ['PUBLIC', 'SHARED'] : ['PUBLIC']
  return asked.some((coordinate) => !open.includes(levels.get(coordinate)?.level ?? 'PUBLIC'))
}

const standing = (versions: readonly NaiveRecord[]) =>
  versions.filter(({ supersededAt }) => supersededAt === Number.POSITIVE_INFINITY)

interface Page {
  totalCount: number
  nodes: { id: string }[]
  pageInfo: { hasNextPage: boolean; endCursor: string | null }
}

/** All pages of a list, one after the other; the count has to be the same on each and to be true. */
async function walk(
  { ask }: DivisionUnderTest,
  { family, list, stem }: ListExpectation,
  { filter, orderBy, first, caller }: NaiveQuestion,
  asOf: number | undefined,
): Promise<string[]> {
  const query = `query ($filter: ${stem}Filter, $orderBy: ${stem}Order, $first: Int, $after: String, $asOf: DateTime) {
    page: ${list}(filter: $filter, orderBy: $orderBy, first: $first, after: $after, asOf: $asOf) {
      totalCount nodes { id: ${family.isSubject ? 'subjectId' : 'recordId'} } pageInfo { hasNextPage endCursor }
    }
  }`
  const isRefused = asksAbove({ family, list, stem, filter, orderField: orderBy.field, caller })
  const ids: string[] = []
  const at = asOf === undefined ? undefined : new Date(asOf).toISOString()
  for (let after: string | null = null; ; ) {
    const { data, errorCodes } = await ask(query, { filter, orderBy, first, after, asOf: at }, caller)
    if (isRefused) {
      assert.deepEqual([data?.page ?? null, errorCodes], [null, ['HUB_DISCLOSURE_DENIED']])
      return []
    }
    assert.deepEqual(errorCodes, [])
    const page = data?.page as Page
    ids.push(...page.nodes.map(({ id }) => id))
    assert.ok(page.nodes.length <= first)
    if (!page.pageInfo.hasNextPage) {
      assert.equal(page.totalCount, ids.length)
      return ids
    }
    after = page.pageInfo.endCursor
  }
}
