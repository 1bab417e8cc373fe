import assert from 'node:assert/strict'
import type { FamilyFields, RecordFamily } from '@hub/kit/family/recordFamily'
import type { DivisionName } from '@hub/schema/divisions/divisions'
import { getNamedType, isObjectType } from 'graphql'
import { canaryFields } from './canaries.ts'
import { existsFor } from './expectedGraph.ts'
import { rootOf } from './fieldFindings.ts'
import { Findings } from './findings.ts'
import type { About, LeakCaller } from './leakCallers.ts'
import { type LeakRow, leakRows, PERSON } from './leakRows.ts'
import type { LeakWorld } from './leakWorld.ts'
import { write } from './seed.ts'

const REPORTED = '2026-01-01T00:00:00Z'
const BETWEEN = '2026-01-15T00:00:00Z'
const CHANGED = '2026-02-01T00:00:00Z'
const STATES = ['CURRENT', 'REPAIRED', 'WITHDRAWN']

/** A row that stands in a division. */
export interface StandingRow extends LeakRow {
  readonly about: About
  readonly recordId: string
  readonly subjectId: string
  /** Of its canaries, and those of its subject. */
  readonly tag: string
}

/**
 * Writes every row about an own and an other subject, each row about subjects of its own.
 * @param first number of the first row: rows that are written besides others have numbers of their own
 */
export async function seedRows(
  world: LeakWorld,
  rows: readonly LeakRow[] = leakRows,
  first = 0,
): Promise<StandingRow[]> {
  const standing: StandingRow[] = []
  for (const [place, row] of rows.entries())
    for (const about of ['own', 'other'] as const)
      standing.push(await seedRow(world, row, { at: first + place, about }))
  return standing
}

/** Writes one row about a subject of its own. @param at a number that no other row of the world has */
export async function seedRow(
  world: LeakWorld,
  row: LeakRow,
  { at, about }: { readonly at: number; readonly about: About },
): Promise<StandingRow> {
  const { division: index, family: subjects } = familyNamed(world, 'subjects')
  const { division, family } = familyNamed(world, row.family)
  const tag = `${at}-${about}`
  const organisation = `MA${String(about === 'own' ? at : 500 + at).padStart(6, '0')}`
  const identity = { uscc: `9141010${organisation}`, identifiers: [], name: `虚构${tag}有限公司`, taxNo: undefined }
  const whole = { ...canaryFields(world.api, subjects, tag), ...identity }
  const isSubject = row.family === 'subjects'
  const subjectId = isSubject ? undefined : await write(world, index, subjects, { subjectId: undefined, fields: whole })
  const fields: FamilyFields = isSubject
    ? { ...whole, ...row.fields }
    : { ...canaryFields(world.api, family, tag), ...row.fields }
  if (fields.personIdNo !== undefined && about === 'other') fields.personIdNo = '440524188001010014'
  const recordId = await write(world, division, family, { subjectId, fields, at: REPORTED })
  await changeRow(world, { ...row, recordId }, CHANGED)
  return { ...row, about, recordId, subjectId: subjectId ?? recordId, tag }
}

/** What becomes of a row; corrections where it does not say otherwise. */
export type RowChange = NonNullable<LeakRow['since']>[number] & {
  readonly change?: 'CORRECTED' | 'REPAIRED' | 'WITHDRAWN'
}

/** What became of a row since it was reported, beginning at an instant. */
export async function changeRow(
  world: LeakWorld,
  {
    family: name,
    recordId,
    since = [],
  }: Pick<StandingRow, 'family' | 'recordId'> & { readonly since?: readonly RowChange[] },
  from: string,
): Promise<void> {
  const { division, family } = familyNamed(world, name)
  for (const [step, change] of since.entries()) {
    const at = new Date(Date.parse(from) + step * 1_000).toISOString()
    const request = { kind: 'CHANGE', change: 'CORRECTED', recordId, reason: 'test', ...change } as const
    const [outcome] = await world.storeAt(division, at).write(family, [request], { operator: 'test' })
    assert.equal(outcome?.outcome, 'UPDATED')
  }
}

/** A family and the division that keeps it. */
export function familyNamed(world: LeakWorld, name: string): { division: DivisionName; family: RecordFamily } {
  for (const { name: division, families } of world.definitions.values()) {
    const family = families.find((one) => one.name === name)
    if (family !== undefined) return { division, family }
  }
  throw new Error(`no family ${name}`)
}

/** Whether a caller may know of a row at all. */
export function knows(
  { sees, claims }: LeakCaller,
  { letter, about }: LeakRow & { about: About },
  division: string,
): boolean {
  if (letter === 'P' || sees('I', about, division, 'row')) return true
  const isOneself = about === 'own' && (claims.role === 'ENTERPRISE' || claims.role === 'ASSOCIATION')
  return letter === 'G' ? sees('G', about, division, 'row') : letter === 'O' && isOneself
}

/** What shows of every row to every caller: lists, counts, cursors, look-ups, entities, history, other times. */
export async function rowFindings(
  world: LeakWorld,
  rows: readonly StandingRow[],
  callers: readonly LeakCaller[],
): Promise<Findings> {
  const findings = new Findings()
  const families = [...new Set(rows.map(({ family }) => family))]
  for (const caller of callers) {
    for (const name of families) {
      const { division, family } = familyNamed(world, name)
      const own = rows.filter((row) => row.family === name)
      await new FamilyMatrix(world, { caller, division, family, rows: own, findings }).fill()
    }
  }
  return findings
}

interface MatrixParts {
  caller: LeakCaller
  division: DivisionName
  family: RecordFamily
  rows: readonly StandingRow[]
  findings: Findings
}

/** One caller's view of one family. */
class FamilyMatrix {
  private readonly id: string

  constructor(
    private readonly world: LeakWorld,
    private readonly parts: MatrixParts,
  ) {
    this.id = parts.family.isSubject ? 'subjectId' : 'recordId'
  }

  async fill(): Promise<void> {
    const { caller, family } = this.parts
    const root = rootOf(this.world.api, family)
    if (existsFor(caller, `Query.${root}`)) {
      for (const asOf of [undefined, BETWEEN]) await this.lists(root, asOf)
      if (!family.isSubject) await this.lookUps(root)
    }
    await this.entities()
    if (!family.isSubject) await this.ofSubjects()
    if (existsFor(caller, `${family.typeName}.history`)) await this.histories()
  }

  private async ask(query: string, isDirect = false): Promise<Record<string, unknown>> {
    const { caller, division, findings, family } = this.parts
    const answer = await (isDirect
      ? this.world.direct(division, caller.claims, query)
      : this.world.ask(caller.claims, query))
    const seesPersons = caller.sees('I', 'other', division, 'row')
    findings.expect(
      seesPersons || !answer.text.includes(PERSON),
      `person ${caller.name} ${family.name} named in the bytes`,
    )
    findings.expect(
      answer.errors.length === 0,
      `error ${caller.name} ${family.name} ${JSON.stringify(answer.errors[0])}`,
    )
    return answer.data ?? {}
  }

  /** Compares what was shown with the rows that the caller may know, as far as the channel shows their kind at all. */
  private judge(
    channel: string,
    shown: ReadonlySet<string>,
    isShowable: (row: StandingRow) => boolean = () => true,
  ): void {
    const { caller, division, rows, findings, family } = this.parts
    for (const row of rows.filter(isShowable)) {
      const expected = knows(caller, row, division)
      const found = shown.has(row.recordId)
      findings.expect(
        found === expected,
        `${channel} ${caller.name} ${family.name} ${row.name} of ${row.about} ${found ? 'shown' : 'missing'}`,
      )
    }
  }

  /** Lists by state, page after page; the count has to be that of the rows shown. */
  private async lists(root: string, asOf: string | undefined): Promise<void> {
    const { caller, findings, family } = this.parts
    const shown = new Set<string>()
    const at = asOf === undefined ? '' : `, asOf: "${asOf}"`
    for (const state of STATES) {
      const ids: string[] = []
      let after = ''
      for (let more = true; more; ) {
        const query = `{ page: ${root}(filter: { recordState: ${state} }, first: 9${after}${at}) {
          totalCount nodes { ${this.id} } edges { cursor } pageInfo { hasNextPage endCursor } } }`
        const page = (await this.ask(query)).page as Page
        ids.push(...page.nodes.map((node) => String(node[this.id])))
        more = page.pageInfo.hasNextPage
        after = `, after: "${page.pageInfo.endCursor}"`
        if (!more) findings.expect(page.totalCount === ids.length, `count ${caller.name} ${family.name} ${state} ${at}`)
      }
      for (const id of ids) shown.add(id)
    }
    this.judge(asOf === undefined ? 'list' : 'list asOf', shown)
  }

  /** The root field of one record. */
  private async lookUps(root: string): Promise<void> {
    const single = this.singleOf(root)
    const fields = this.parts.rows.map(({ recordId }, at) => `r${at}: ${single}(recordId: "${recordId}") { recordId }`)
    const past = this.parts.rows.map(
      ({ recordId }, at) => `p${at}: ${single}(recordId: "${recordId}", asOf: "${BETWEEN}") { recordId }`,
    )
    const found = Object.entries(await this.ask(`{ ${[...fields, ...past].join(' ')} }`))
    const ids = (prefix: string) =>
      new Set(
        found.filter(([name]) => name.startsWith(prefix)).map(([, value]) => String((value as Node | null)?.recordId)),
      )
    this.judge('look-up', ids('r'))
    this.judge('look-up asOf', ids('p'))
  }

  private singleOf(root: string): string {
    const fields = Object.values(this.world.api.getQueryType()?.getFields() ?? {})
    const found = fields.find(
      ({ type, args }) =>
        getNamedType(type).name === this.parts.family.typeName && args.some(({ name }) => name === 'recordId'),
    )
    return found?.name ?? root
  }

  /** Past the hub, by federation's own field. */
  private async entities(): Promise<void> {
    const { family, rows } = this.parts
    const of = rows.map(({ recordId }) => `{ __typename: "${family.typeName}", ${this.id}: "${recordId}" }`).join(' ')
    const data = await this.ask(
      `{ _entities(representations: [${of}]) { ... on ${family.typeName} { ${this.id} version } } }`,
      true,
    )
    const found = (data._entities ?? []) as (Node | null)[]
    // An entity that is not known keeps its key, which the caller had brought himself.
    this.judge('entity', new Set(found.flatMap((node) => (node?.version == null ? [] : [String(node[this.id])]))))
  }

  /** The field of Enterprise that has the family's records, for every subject. */
  private async ofSubjects(): Promise<void> {
    const { family, rows } = this.parts
    const enterprise = this.world.api.getType('Enterprise')
    const fields = isObjectType(enterprise) ? Object.values(enterprise.getFields()) : []
    const list = fields.find(({ type }) => {
      const connection = getNamedType(type)
      const nodes = isObjectType(connection) ? connection.getFields().nodes : undefined
      return connection.name.endsWith('Connection') && nodes && getNamedType(nodes.type).name === family.typeName
    })
    const one = fields.find(({ type }) => getNamedType(type).name === family.typeName)
    const field = list?.name ?? one?.name
    if (field === undefined) return
    const selected =
      list === undefined ? `one: ${field} { recordId }` : `list: ${field}(first: 50) { totalCount nodes { recordId } }`
    const of = rows.map(({ subjectId }) => `{ __typename: "Enterprise", subjectId: "${subjectId}" }`).join(' ')
    const data = await this.ask(`{ _entities(representations: [${of}]) { ... on Enterprise { ${selected} } } }`, true)
    const shown = new Set<string>()
    for (const entity of (data._entities ?? []) as ({ one?: Node; list?: Page } | null)[]) {
      if (entity?.one) shown.add(String(entity.one.recordId))
      for (const node of entity?.list?.nodes ?? []) shown.add(String(node.recordId))
      if (entity?.list)
        this.parts.findings.expect(entity.list.totalCount === entity.list.nodes.length, `count ${field}`)
    }
    this.judge('of a subject', shown, (row) => stateOf(row) === 'CURRENT')
  }

  /** Versions: one that was withdrawn is history for the division alone, whatever stands now. */
  private async histories(): Promise<void> {
    const { caller, division, family, findings, rows } = this.parts
    for (const row of rows.filter((one) => one.name === 'withdrawn by mistake' && knows(caller, one, division))) {
      const of = `{ __typename: "${family.typeName}", recordId: "${row.recordId}" }`
      const query = `{ _entities(representations: [${of}]) { ... on ${family.typeName} { history { version } } } }`
      if (!caller.sees('G', row.about, division, `${family.typeName}.history`)) continue
      const data = await this.ask(query, true)
      const [entity] = (data._entities ?? []) as ({ history?: { version: number }[] } | null)[]
      const versions = (entity?.history ?? []).map(({ version }) => version).join()
      const expected = caller.sees('I', row.about, division, 'row') ? '3,2,1' : '3,1'
      findings.expect(versions === expected, `history ${caller.name} ${family.name} ${row.about} ${versions}`)
    }
  }
}

const stateOf = ({ since = [] }: LeakRow): string =>
  since.findLast(({ recordState }) => recordState)?.recordState ?? 'CURRENT'

type Node = Record<string, unknown>

interface Page {
  totalCount: number
  nodes: Node[]
  pageInfo: { hasNextPage: boolean; endCursor: string | null }
}
