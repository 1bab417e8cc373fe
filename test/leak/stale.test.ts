import assert from 'node:assert/strict'
import { askHead } from '@hub/gateway/exchange/feed/askHead'
import { Retractions } from '@hub/gateway/exchange/feed/retractions'
import { DivisionFailure } from '@hub/gateway/execution/divisions/divisionCall'
import { defaultExecutionSettings } from '@hub/gateway/execution/divisions/executionSettings'
import { nobodyListens } from '@hub/gateway/execution/executionObserver'
import { staleIfError } from '@hub/gateway/execution/stale/staleIfError'
import { StaleMemory } from '@hub/gateway/execution/stale/staleMemory'
import type { CallerClaims } from '@hub/schema/access/callerClaims'
import type { DivisionName } from '@hub/schema/divisions/divisions'
import { getNamedType, isObjectType } from 'graphql'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { testDatabase } from '../setup/testDatabase.ts'
import { rootOf } from './fieldFindings.ts'
import { leakCallers } from './leakCallers.ts'
import { leakRows } from './leakRows.ts'
import { type LeakAnswer, type LeakWorld, leakWorld, type Through } from './leakWorld.ts'
import { changeRow, familyNamed, type StandingRow, seedRows } from './rowFindings.ts'

const database = testDatabase()
/** A list of every kind of record, in words that all callers may use: what they are told differs by rows only. */
const LISTS = [
  'penalties(first: 100) { totalCount nodes { recordId docNo recordState enterprise { subjectId name } } }',
  'permits(first: 100) { totalCount nodes { recordId recordState } }',
  'listEntries(first: 100) { totalCount nodes { recordId recordState } }',
  'redListEntries(first: 100) { totalCount nodes { recordId recordState } }',
  'liquorFilings(first: 100) { totalCount nodes { recordId filingNo enterprise { subjectId name uscc } } }',
  'foreignInvestments(first: 100) { totalCount nodes { recordId recordState } }',
  'commendations(first: 100) { totalCount nodes { recordId honorName enterprise { name } } }',
  'enterprises(first: 100) { totalCount nodes { subjectId name uscc } }',
].map((list) => `{ ${list} }`)

let world: LeakWorld
let rows: readonly StandingRow[]
let lookUps: readonly string[]

beforeAll(async () => {
  world = await leakWorld(database)
  rows = await seedRows(world)
  for (const name of world.definitions.keys()) await world.relay(name)
  const subjects = [...new Set(rows.map(({ subjectId }) => subjectId))].slice(0, 12)
  lookUps = subjects.map((id) => `{ enterprise(subjectId: "${id}") { subjectId name uscc penalties { totalCount } } }`)
}, 240_000)
afterAll(() => world.close())

const memoryOf = (): StaleMemory => new StaleMemory(defaultExecutionSettings.stale)

/** Keeps what divisions say. */
function keeping(memory: StaleMemory): Through {
  return (call, rights) => staleIfError(call, { memory, rights, observer: nobodyListens })
}

/** All divisions are out, but for what they have said. */
function out(memory: StaleMemory): Through {
  return (_, rights) =>
    staleIfError(
      async ({ division }) => {
        throw new DivisionFailure(division, 'HUB_DIVISION_UNAVAILABLE', 'out')
      },
      { memory, rights, observer: nobodyListens },
    )
}

/** What an answer tells that another does not, as paths. */
function beyond(told: unknown, right: unknown, path = ''): string[] {
  if (told === null || told === undefined || told === right) return []
  if (typeof told !== 'object' || typeof right !== 'object' || right === null) return [`${path}: ${told}`]
  return Object.entries(told).flatMap(([name, value]) => beyond(value, Reflect.get(right, name), `${path}.${name}`))
}

function nodesOf({ data }: LeakAnswer, field: string): readonly { readonly recordId?: string }[] {
  const page = data?.[field] as { nodes: readonly { recordId?: string }[] } | null | undefined
  return page?.nodes ?? []
}

const count = (text: string): number => text.match(/"(?:recordId|subjectId|name)":"/g)?.length ?? 0

test('nobody is told more by an outage than he is told while all are well, whoever has asked before', async () => {
  const callers = leakCallers(rows.filter(({ about }) => about === 'own').map(({ subjectId }) => subjectId))
  const memory = memoryOf()
  const live = new Map<string, unknown>()
  // The strongest ask first and last, so that theirs is there when the others ask.
  const order = [...callers, ...callers.toReversed()]
  for (const { name, claims } of order)
    for (const query of [...LISTS, ...lookUps.slice(0, 6)])
      live.set(`${name} ${query}`, (await world.ask(claims, query, keeping(memory))).data)
  let told = 0
  for (const { name, claims } of callers)
    for (const query of [...LISTS, ...lookUps]) {
      const right = live.get(`${name} ${query}`) ?? (await world.ask(claims, query)).data
      const { data, text } = await world.ask(claims, query, out(memory))
      expect(beyond(data, right), `${name} ${query}`).toEqual([])
      told += count(text)
    }
  expect(told).toBeGreaterThan(1_000)
}, 600_000)

/** Memory from which is forgotten what these divisions take back. */
function following(divisions: readonly DivisionName[]): { memory: StaleMemory; retractions: Retractions } {
  const memory = memoryOf()
  const { streams } = world
  const ask = askHead(streams.executor, streams.audienceOf)
  const retractions = new Retractions({
    reader: streams.feed,
    askHead: ask,
    retract: (division, taken) => memory.retract(division, taken),
  })
  retractions.follow(divisions)
  return { memory, retractions }
}

function claimsOf(caller: string): CallerClaims {
  const found = leakCallers([]).find(({ name }) => name === caller)
  assert(found !== undefined)
  return found.claims
}

test('what has been withdrawn is told no more, and what other divisions have said still is', async () => {
  const anyone = claimsOf('public')
  const { memory, retractions } = following(['market-order', 'trade'])
  try {
    const [penalties = ''] = LISTS
    const filings = LISTS.find((list) => list.includes('liquorFilings')) ?? ''
    const enterprises = LISTS.at(-1) ?? ''
    for (const query of [penalties, filings, enterprises]) await world.ask(anyone, query, keeping(memory))
    const before = await world.ask(anyone, penalties, out(memory))
    const [{ recordId = '' } = {}] = nodesOf(before, 'penalties')
    expect(recordId).not.toBe('')
    const { family } = familyNamed(world, 'penalties')
    const change = { kind: 'CHANGE', change: 'WITHDRAWN', recordId, reason: 'test', recordState: 'WITHDRAWN' } as const
    await world.storeAt('market-order', new Date().toISOString()).write(family, [change], { operator: 'test' })
    await world.relay('market-order')
    const afterwards = async () => (await world.ask(anyone, penalties, out(memory))).text.includes(recordId)
    await expect.poll(afterwards, { timeout: 30_000 }).toBe(false)
    const others = await world.ask(anyone, filings, out(memory))
    expect(nodesOf(others, 'liquorFilings').length).toBeGreaterThan(0)
  } finally {
    retractions.close()
  }
}, 240_000)

/** Asks for an enterprise with its records of a type; undefined where these are not asked for by it. */
function ofSubject(typeName: string, subjectId: string): string | undefined {
  const enterprise = world.api.getType('Enterprise')
  assert(isObjectType(enterprise))
  for (const { name, type } of Object.values(enterprise.getFields())) {
    const given = getNamedType(type)
    const nodes = isObjectType(given) ? given.getFields().nodes : undefined
    const look = (asked: string) => `{ enterprise(subjectId: "${subjectId}") { subjectId name ${name} ${asked} } }`
    if (given.name === typeName) return look('{ recordId }')
    if (nodes && getNamedType(nodes.type).name === typeName) return look('{ totalCount nodes { recordId } }')
  }
  return undefined
}

test('what a correction has closed is told no more, in whichever field it says so; what it has not touched still is', async () => {
  const closing = leakRows.filter(({ since, letter }) => since !== undefined && letter !== 'P')
  const open = closing.map(({ since: _, ...row }) => row)
  const all = await seedRows(world, open, 200)
  const [seeded, others] = (['own', 'other'] as const).map((one) => all.filter(({ about }) => about === one))
  assert(seeded && others)
  for (const name of world.definitions.keys()) await world.relay(name)
  const { memory, retractions } = following([...world.definitions.keys()])
  try {
    for (const [at, { recordId, subjectId, family: familyName, name }] of seeded.entries()) {
      const since = closing[at]?.since ?? []
      const { division, family } = familyNamed(world, familyName)
      const root = rootOf(world.api, family)
      // Notes are open to government, all else to anyone.
      const claims = claimsOf(familyName === 'accompanying-notes' ? 'licensing window' : 'public')
      const queries = [`{ ${root}(first: 100) { nodes { recordId } } }`]
      if (familyName === 'penalties') queries.push(`{ penalty(recordId: "${recordId}") { recordId docNo } }`)
      const own = ofSubject(family.typeName, subjectId)
      if (own !== undefined) queries.push(own)
      const other = others[at]
      const ofOther = other && ofSubject(family.typeName, other.subjectId)
      const tellsOf = async (query: string, id: string) =>
        JSON.stringify((await world.ask(claims, query, out(memory))).data ?? null).includes(id)
      const tells = () => Promise.all(queries.map((query) => tellsOf(query, recordId)))
      const message = `${familyName} ${name}`
      // What was taken back before may still be on its way, and takes what is asked meanwhile along.
      const keeps = async () => {
        for (const query of [...queries, ofOther ?? []].flat()) await world.ask(claims, query, keeping(memory))
        return [...(await tells()), !other || !ofOther || (await tellsOf(ofOther, other.recordId))]
      }
      await expect.poll(keeps, { timeout: 30_000, message }).not.toContain(false)
      await changeRow(world, { family: familyName, recordId, since }, new Date().toISOString())
      await world.relay(division)
      await expect.poll(tells, { timeout: 30_000, message }).not.toContain(true)
      if (other && ofOther) expect(await tellsOf(ofOther, other.recordId), `${message} of another`).toBe(true)
    }
  } finally {
    retractions.close()
  }
}, 600_000)
