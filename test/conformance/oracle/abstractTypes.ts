import { calmField } from './entityKeys.ts'
import { drawField, freelyUsable } from './fieldGenerator.ts'
import type { Random } from './random.ts'
import type { FieldModel, Participation, TypeModel, UnionModel, World } from './worldModel.ts'

function copyFor(field: FieldModel, owners: readonly string[]): FieldModel {
  return { ...field, owners: [...owners], externalIn: [], providedIn: [], provides: {} }
}

function definedIn(subgraphs: readonly string[]): Map<string, Participation> {
  return new Map(subgraphs.map((subgraph) => [subgraph, { keys: [], resolvable: false }]))
}

/**
 * An interface of one or two fields, in some subgraphs, with values and entities that implement it there; now and then
 * one that implements another in its turn.
 */
export function addInterface(random: Random, world: World, name: string): void {
  const wider = random.chance(0.3) ? world.types.find(({ kind }) => kind === 'interface') : undefined
  const among = wider ? [...wider.participants.keys()] : world.subgraphs
  const subgraphs = random.sample(among, random.between(1, among.length))
  const type: TypeModel = {
    kind: 'interface',
    name,
    fields: [],
    participants: definedIn(subgraphs),
    implements: [],
    calm: false,
  }
  for (let count = random.between(1, 2); count > 0; count--) {
    const field = drawField(random, world, type, { owners: subgraphs, compositeRate: 0.25, only: freelyUsable(world) })
    type.fields.push({ ...field, name: `${name.toLowerCase()}${count}` })
  }
  const values = world.types.filter(({ kind, calm }) => kind === 'value' && !calm)
  const entities = world.types.filter(
    (candidate) => candidate.kind === 'entity' && subgraphs.some((subgraph) => candidate.participants.has(subgraph)),
  )
  world.types.push(type)
  if (wider) {
    type.implements.push({ name: wider.name, subgraphs })
    type.fields.push(...wider.fields.map((field) => copyFor(field, subgraphs)))
  }
  // A value can be declared anywhere, so each subgraph has an implementation.
  for (const value of random.sample(values, wider ? 2 : 1)) implement(random, value, type, subgraphs)
  if (wider) return
  for (const entity of random.sample(entities, 2)) {
    const possible = subgraphs.filter((subgraph) => entity.participants.has(subgraph))
    implement(random, entity, type, random.sample(possible, random.between(1, possible.length)))
  }
}

/** An implementation may promise more than its interface: a value where the interface allows null. */
function implement(random: Random, implementor: TypeModel, type: TypeModel, subgraphs: readonly string[]): void {
  for (const { name } of [type, ...type.implements]) {
    // A value that implements the wider one already does so wherever that is.
    if (implementor.implements.every((face) => face.name !== name)) implementor.implements.push({ name, subgraphs })
  }
  for (const field of type.fields) {
    if (implementor.fields.some(({ name }) => name === field.name)) continue
    const copy = copyFor(field, subgraphs)
    implementor.fields.push({ ...copy, shape: { ...copy.shape, nonNull: copy.shape.nonNull || random.chance(0.2) } })
  }
}

export function addUnion(random: Random, world: World, name: string): void {
  const candidates = freelyUsable(world).filter((candidate) => world.types.some((type) => type.name === candidate))
  const uniform = random.chance(0.5)
  const everywhere = random.sample(candidates, random.between(2, 3))
  const members: UnionModel['members'] = new Map(
    world.subgraphs.map((subgraph) => [
      subgraph,
      uniform ? everywhere : random.sample(everywhere, random.between(1, everywhere.length)),
    ]),
  )
  world.unions.push({ name, members, uniform })
}

const EXTRA_NAMES = ['badge', 'score', 'views', 'stars', 'remark']

/** An interface with a key whose implementations live in one subgraph, and that others extend as one object. */
export function addEntityInterface(random: Random, world: World, name: string): void {
  const [home, ...others] = random.sample(world.subgraphs, world.subgraphs.length)
  if (home === undefined) return
  const asObject = random.sample(others, random.between(1, others.length))
  const id = calmField('id', { named: 'ID', nonNull: true }, [home, ...asObject])
  const participants = new Map([home, ...asObject].map((subgraph) => [subgraph, { keys: ['id'], resolvable: true }]))
  const type: TypeModel = { kind: 'entityInterface', name, fields: [id], participants, implements: [], calm: false }
  type.fields.push(drawField(random, world, type, { owners: [home], compositeRate: 0.3 }))
  const plain = world.subgraphs.filter((subgraph) => !asObject.includes(subgraph) && subgraph !== home)
  for (let count = random.between(2, 3); count > 0; count--) {
    const owners = [home, ...random.sample(plain, random.between(0, plain.length))]
    world.types.push({
      kind: 'entity',
      name: `${name}${count}`,
      fields: [calmField('id', id.shape, owners), ...type.fields.slice(1).map((field) => copyFor(field, [home]))],
      participants: new Map(owners.map((subgraph) => [subgraph, { keys: ['id'], resolvable: true }])),
      implements: [{ name, subgraphs: [home] }],
      calm: false,
    })
  }
  world.types.push(type)
  asObject.forEach((subgraph, at) => {
    const field = drawField(random, world, type, { owners: [subgraph], compositeRate: 0.3, only: freelyUsable(world) })
    type.fields.push({ ...field, name: EXTRA_NAMES[at] ?? `extra${at}` })
  })
}
