import type { Random } from './random.ts'
import type { FieldModel, Participation, TypeModel, TypeShape } from './worldModel.ts'
import { keyFieldNames } from './worldModel.ts'

/** The entity that nested keys and requirements point to: it is in every subgraph and never at fault. */
export const ANCHOR = 'Anchor'
/** The value type of nested keys. */
export const PLACE = 'Place'

const KEYS = [
  'id',
  'sku',
  'id code',
  'sku code',
  'place { zone number }',
  `owner { id }`,
  'code place { zone }',
] as const

const KEY_SHAPES: Record<string, TypeShape> = {
  id: { named: 'ID', nonNull: true },
  sku: { named: 'String', nonNull: true },
  code: { named: 'Int', nonNull: true },
  place: { named: PLACE, nonNull: true },
  owner: { named: ANCHOR, nonNull: true },
}

export function calmField(name: string, shape: TypeShape, owners: readonly string[]): FieldModel {
  return {
    name,
    shape,
    arguments: [],
    owners: [...owners],
    externalIn: [],
    providedIn: [],
    provides: {},
    faults: 'none',
  }
}

/** The fields of an entity's keys; each is in all subgraphs that have a key with it. */
export function keyFields(participants: Map<string, Participation>): FieldModel[] {
  const owners = new Map<string, string[]>()
  for (const [subgraph, { keys }] of participants) {
    for (const name of new Set(keys.flatMap(keyFieldNames))) owners.set(name, [...(owners.get(name) ?? []), subgraph])
  }
  return [...owners].map(([name, subgraphs]) => {
    const shape = KEY_SHAPES[name]
    if (!shape) throw new Error(`no shape for key field ${name}`)
    return calmField(name, shape, subgraphs)
  })
}

/** Each subgraph shares a key with the first (a star), or with the one before it (a chain that needs several hops). */
export function drawParticipants(random: Random, subgraphs: readonly string[]): Map<string, Participation> {
  const chosen = random.sample(subgraphs, random.between(1, subgraphs.length))
  const keys = random.sample(KEYS, chosen.length + 1)
  const chain = random.chance(0.4)
  const participants = new Map<string, Participation>()
  chosen.forEach((subgraph, at) => {
    const inChain = keys.slice(at, at + 2)
    const inStar = at === 0 ? keys.slice(0, 3) : random.sample(keys.slice(0, 3), random.between(1, 2))
    participants.set(subgraph, { keys: chain ? inChain : inStar, resolvable: true })
  })
  return participants
}

export function anchorType(subgraphs: readonly string[]): TypeModel {
  const participants = new Map(subgraphs.map((subgraph) => [subgraph, { keys: ['id'], resolvable: true }]))
  return { kind: 'entity', name: ANCHOR, fields: keyFields(participants), participants, implements: [], calm: true }
}

export function placeType(subgraphs: readonly string[]): TypeModel {
  const fields = [
    calmField('zone', { named: 'String', nonNull: true }, subgraphs),
    calmField('number', { named: 'Int', nonNull: true }, subgraphs),
  ]
  return { kind: 'value', name: PLACE, fields, participants: new Map(), implements: [], calm: true }
}
