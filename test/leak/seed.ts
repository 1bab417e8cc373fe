import assert from 'node:assert/strict'
import type { FamilyFields, RecordFamily } from '@hub/kit/family/recordFamily'
import type { DivisionName } from '@hub/schema/divisions/divisions'
import { canaryFields } from './canaries.ts'
import { rootOf, selection, walk } from './fieldFindings.ts'
import type { About } from './leakCallers.ts'
import type { LeakWorld } from './leakWorld.ts'

/** What stands in the divisions: a record of each family about each of two subjects, with a canary in every text. */
export interface Seeded {
  readonly own: string
  readonly other: string
  /** Family -> record id -> whom it is about. */
  readonly records: ReadonlyMap<string, ReadonlyMap<string, About>>
  /** Family -> fields that have a value, as `Type.field@about`; what the inspector sees. */
  readonly baseline: ReadonlyMap<string, ReadonlySet<string>>
}

/** Acts on subjects are written by the hub's own mutations and have no canaries. */
const withoutCanaries = ['subject-acts']

/** A record about each of two subjects in the index, and nothing else. */
export async function twoSubjects(world: LeakWorld): Promise<Record<About, string>> {
  const index = [...world.definitions.values()].find(({ families }) => families.some(({ isSubject }) => isSubject))
  const family = index?.families.find(({ isSubject }) => isSubject)
  assert(index !== undefined && family !== undefined)
  const subject = (about: About) =>
    write(world, index.name, family, { subjectId: undefined, fields: canaryFields(world.api, family, about) })
  return { own: await subject('own'), other: await subject('other') }
}

export async function seed(world: LeakWorld): Promise<Seeded> {
  const records = new Map<string, Map<string, About>>()
  const subjects = new Map<About, string>()
  const definitions = [...world.definitions.values()].flatMap(({ name, families }) =>
    families.filter((family) => !withoutCanaries.includes(family.name)).map((family) => ({ division: name, family })),
  )
  const inOrder = definitions.toSorted((a, b) => Number(b.family.isSubject) - Number(a.family.isSubject))
  for (const { division, family } of inOrder) {
    const ids = new Map<string, About>()
    for (const about of ['own', 'other'] as const) {
      const id = await write(world, division, family, {
        subjectId: subjects.get(about),
        fields: canaryFields(world.api, family, about),
      })
      ids.set(id, about)
      if (family.isSubject) subjects.set(about, id)
    }
    records.set(family.name, ids)
  }
  const [own = '', other = ''] = [subjects.get('own'), subjects.get('other')]
  const baseline = new Map<string, Set<string>>()
  for (const { family } of inOrder)
    baseline.set(family.name, await seenByInspector(world, family, records.get(family.name)))
  return { own, other, records, baseline }
}

/** Writes one reported row; answers its record's id. */
export async function write(
  world: LeakWorld,
  division: DivisionName,
  family: RecordFamily,
  {
    subjectId,
    fields,
    at = '2026-01-01T00:00:00Z',
  }: { subjectId: string | undefined; fields: FamilyFields; at?: string },
): Promise<string> {
  const row = { kind: 'PUT', fields, ...(family.isSubject ? {} : { subjectId }) } as const
  const context = { operator: 'test', batchNo: 'B-1', provider: 'provider-of-the-rows' }
  const [outcome] = await world.storeAt(division, at).write(family, [row], context)
  assert(outcome !== undefined && 'recordId' in outcome, `${family.name} not written: ${JSON.stringify(outcome)}`)
  return outcome.recordId
}

async function seenByInspector(world: LeakWorld, family: RecordFamily, ids: ReadonlyMap<string, About> | undefined) {
  const query = `{ rows: ${rootOf(world.api, family)}(first: 200) { nodes { ${selection(world.api, family.typeName, () => true)} } } }`
  const { data, errors } = await world.ask({ caller: 'inspector', role: 'INSPECTOR' }, query)
  assert.deepEqual(errors, [])
  const seen = new Set<string>()
  const { nodes = [] } = (data?.rows ?? {}) as { nodes?: Record<string, unknown>[] }
  for (const node of nodes) {
    const about = ids?.get(String(node[family.isSubject ? 'subjectId' : 'recordId']))
    if (about !== undefined) walk(world.api, family.typeName, node, about, seen)
  }
  return seen
}
