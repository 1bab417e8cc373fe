import type { RecordFamily } from '@hub/kit/family/recordFamily'
import { type GraphQLOutputType, type GraphQLSchema, getNamedType, isObjectType } from 'graphql'
import { canariesIn, isLink } from './canaries.ts'
import { existsFor, expectedTypes, guideAsks, guideFields } from './expectedGraph.ts'
import { Findings } from './findings.ts'
import type { Letter } from './guideLevels.ts'
import type { About, LeakCaller } from './leakCallers.ts'
import type { LeakAnswer, LeakWorld } from './leakWorld.ts'
import type { Seeded } from './seed.ts'

const DENIED = 'HUB_DISCLOSURE_DENIED'
const byCoordinate = new Map(guideFields.map((field) => [field.coordinate, field]))

/** Everything that shows of a field to a caller, on every channel but the rows, held against the guide. */
export async function fieldFindings(
  world: LeakWorld,
  seeded: Seeded,
  callers: readonly LeakCaller[],
): Promise<Findings> {
  const findings = new Findings()
  for (const caller of callers) {
    await introspected(world, caller, findings)
    await asked(world, caller, findings)
    await values(world, seeded, caller, findings)
    await desks(world, caller, findings)
  }
  return findings
}

/** Introspection, queries, and what errors suggest, of every field; the hub only. */
async function introspected(world: LeakWorld, caller: LeakCaller, findings: Findings): Promise<void> {
  const reached = expectedTypes(world.api, caller)
  const names = [...new Set(guideFields.map(({ type }) => type))]
  const query = `{ ${names.map((name) => `${name}: __type(name: "${name}") { fields(includeDeprecated: true) { name } }`).join('\n')} }`
  const { data } = await world.ask(caller.claims, query)
  for (const { coordinate, type, name } of guideFields) {
    const shown = data?.[type] as { fields: { name: string }[] } | null | undefined
    const isThere = shown?.fields.some((field) => field.name === name) === true
    const expected = reached.has(type) && existsFor(caller, coordinate)
    findings.expect(isThere === expected, `introspection ${caller.name} ${coordinate} ${isThere ? 'shown' : 'missing'}`)
    const { text } = await world.ask(caller.claims, `fragment F on ${type} { ${name} } { __typename }`)
    const isKnown = !text.includes(`Cannot query field`) && !text.includes('Unknown type')
    findings.expect(isKnown === expected, `query ${caller.name} ${coordinate} ${isKnown ? 'known' : 'unknown'}`)
    if (expected) continue
    for (const misspelt of [`${name}x`, name.slice(0, -1)]) {
      const answer = await world.ask(caller.claims, `fragment F on ${type} { ${misspelt} } { __typename }`)
      findings.expect(!answer.text.includes(`\\"${name}\\"`), `suggestion ${caller.name} ${coordinate} by ${misspelt}`)
    }
  }
}

/** Filters and orders, through the hub and past it. */
async function asked(world: LeakWorld, caller: LeakCaller, findings: Findings): Promise<void> {
  for (const { coordinate, letter, root, division, asked: argument } of guideAsks(world.api)) {
    const query = `{ ${root}(${argument}) { totalCount } }`
    const isOpen = caller.asks(letter, division) && existsFor(caller, `Query.${root}`)
    const hub = await world.ask(caller.claims, query)
    const told = `ask ${caller.name} ${coordinate}`
    findings.expect(hub.text.includes('GRAPHQL_VALIDATION_FAILED') !== isOpen, `hub ${told} ${hub.text.slice(0, 80)}`)
    const direct = await world.direct(division as never, caller.claims, query)
    findings.expect(isDenied(direct) !== isOpen, `direct ${told} ${direct.text.slice(0, 80)}`)
  }
}

/** Desks and acts at them, through the hub and past it; an inspector looks and does not act. */
async function desks(world: LeakWorld, caller: LeakCaller, findings: Findings): Promise<void> {
  for (const division of world.definitions.keys()) {
    const stem = division.replace(/-(.)/g, (_, letter: string) => letter.toUpperCase())
    const isHome = caller.sees('I', 'other', division, `Query.${stem}Desk`)
    const look = `{ ${stem}Desk { families { family } } }`
    const act = `mutation { ${stem}UnlinkRecord(input: { recordId: "none", reason: "test" }) { __typename } }`
    for (const [query, isOpen] of [
      [look, isHome],
      [act, isHome && caller.mutates],
    ] as const) {
      const hub = await world.ask(caller.claims, query)
      const told = `desk ${caller.name} ${query}`
      findings.expect(hub.text.includes('GRAPHQL_VALIDATION_FAILED') !== isOpen, `hub ${told} ${hub.text.slice(0, 80)}`)
      const direct = await world.direct(division, caller.claims, query)
      findings.expect(isDenied(direct) !== isOpen, `direct ${told} ${direct.text.slice(0, 80)}`)
    }
  }
}

const isDenied = ({ errors }: LeakAnswer): boolean => errors.some(({ extensions }) => extensions?.code === DENIED)

/** Values of all fields of a record of each family, through the hub and past it. */
async function values(world: LeakWorld, seeded: Seeded, caller: LeakCaller, findings: Findings): Promise<void> {
  const reached = expectedTypes(world.api, caller)
  for (const { families, name: division } of world.definitions.values()) {
    for (const family of families.filter(({ name }) => seeded.records.has(name))) {
      const type = family.typeName
      const known = (coordinate: string) => existsFor(caller, coordinate)
      const root = rootOf(world.api, family)
      if (existsFor(caller, `Query.${root}`) && reached.has(type)) {
        const query = `{ rows: ${root}(first: 200) { nodes { ${selection(world.api, type, known)} } } }`
        const answer = await world.ask(caller.claims, query)
        const nodes = (answer.data?.rows as { nodes?: unknown[] } | undefined)?.nodes ?? []
        judge({ world, seeded, caller, findings, family, division, channel: 'hub value' }, answer, nodes)
      }
      const representations = [...(seeded.records.get(family.name) ?? [])]
        .map(([id]) => `{ __typename: "${type}", ${family.isSubject ? 'subjectId' : 'recordId'}: "${id}" }`)
        .join(' ')
      const all = selection(world.api, type, () => true)
      const query = `{ _entities(representations: [${representations}]) { ... on ${type} { ${all} } } }`
      const answer = await world.direct(division, caller.claims, query)
      const nodes = (answer.data?._entities as unknown[] | undefined) ?? []
      judge({ world, seeded, caller, findings, family, division, channel: 'direct value' }, answer, nodes)
      const others = answer.errors.filter(({ extensions }) => extensions?.code !== DENIED)
      findings.expect(others.length === 0, `direct error ${caller.name} ${type} ${JSON.stringify(others[0])}`)
    }
  }
}

interface Judged {
  world: LeakWorld
  seeded: Seeded
  caller: LeakCaller
  findings: Findings
  family: RecordFamily
  division: string
  channel: string
}

function judge(
  { world, seeded, caller, findings, family, division, channel }: Judged,
  answer: LeakAnswer,
  nodes: unknown[],
): void {
  const seen = new Set<string>()
  for (const node of nodes) {
    const id = String((node as Record<string, unknown> | null)?.[family.isSubject ? 'subjectId' : 'recordId'])
    const about = seeded.records.get(family.name)?.get(id)
    if (about !== undefined) walk(world.api, family.typeName, node, about, seen)
  }
  const rowLetter: Letter = family.name === 'accompanying-notes' ? 'G' : 'P'
  const isOpen = (coordinate: string, about: About): boolean => {
    const letter = byCoordinate.get(coordinate)?.letter ?? 'P'
    return caller.sees(rowLetter, about, division, family.typeName) && caller.sees(letter, about, division, coordinate)
  }
  for (const one of seeded.baseline.get(family.name) ?? []) {
    const [coordinate = '', about] = one.split('@') as [string, About]
    const expected = isOpen(coordinate, about)
    findings.expect(seen.has(one) === expected, `${channel} ${caller.name} ${one} ${seen.has(one) ? 'seen' : 'hidden'}`)
  }
  for (const one of canariesIn(answer.text)) {
    const [coordinate = '', about] = one.split('@') as [string, About]
    findings.expect(isOpen(coordinate, about), `${channel} ${caller.name} ${one} in the bytes`)
  }
}

/** What of a record has a value, as `Type.field@about`. */
export function walk(api: GraphQLSchema, typeName: string, node: unknown, about: About, seen: Set<string>): void {
  const type = api.getType(typeName)
  if (!isObjectType(type) || typeof node !== 'object' || node === null) return
  for (const [name, value] of Object.entries(node)) {
    const field = type.getFields()[name]
    if (field === undefined || value === null) continue
    seen.add(`${typeName}.${name}@${about}`)
    for (const element of Array.isArray(value) ? value : [value])
      walk(api, getNamedType(field.type).name, element, about, seen)
  }
}

/** All fields of a type that take no argument and lead to no other record, values within it included. */
export function selection(api: GraphQLSchema, typeName: string, known: (coordinate: string) => boolean): string {
  const type = api.getType(typeName)
  if (!isObjectType(type)) return '__typename'
  const selected = Object.values(type.getFields()).flatMap((field) => {
    if (!known(`${typeName}.${field.name}`) || isLink(field.type)) return []
    const inner = compositeName(field.type)
    return inner === undefined ? [field.name] : [`${field.name} { ${selection(api, inner, known)} }`]
  })
  return selected.length === 0 ? '__typename' : selected.join(' ')
}

function compositeName(type: GraphQLOutputType): string | undefined {
  const named = getNamedType(type)
  return isObjectType(named) ? named.name : undefined
}

/** The root list of a family. */
export function rootOf(api: GraphQLSchema, { typeName }: RecordFamily): string {
  const fields = Object.values(api.getQueryType()?.getFields() ?? {})
  const list = fields.find((field) => {
    const connection = getNamedType(field.type)
    if (!isObjectType(connection) || !connection.name.endsWith('Connection')) return false
    const nodes = connection.getFields().nodes
    return nodes !== undefined && getNamedType(nodes.type).name === typeName
  })
  if (list === undefined) throw new Error(`no list of ${typeName}`)
  return list.name
}
