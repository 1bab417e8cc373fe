import { addEntityInterface, addInterface, addUnion } from './abstractTypes.ts'
import { addProvides, addRequiringField, hideFields } from './dependencies.ts'
import { ANCHOR, anchorType, calmField, drawParticipants, keyFields, PLACE, placeType } from './entityKeys.ts'
import { drawField, freelyUsable } from './fieldGenerator.ts'
import { Random } from './random.ts'
import {
  type FieldModel,
  namedType,
  SCALARS,
  type TypeModel,
  type TypeShape,
  typeOf,
  type World,
} from './worldModel.ts'

const SUBGRAPHS = ['north', 'south', 'east', 'west']
const HAZARDS = ['none', 'none', 'none', 'none', 'none', 'none', 'inputs', 'references', 'outages'] as const
export const RECEIPT = 'Receipt'

/**
 * A shared field may promise a value in some of its subgraphs; then it keeps the promise in all. None beneath which
 * there are faults, as it is open what these take along of the subgraphs that promise.
 */
function strictSomewhere(random: Random, field: FieldModel): FieldModel {
  const named = namedType(field.shape)
  const isCalm = [...SCALARS, ANCHOR, PLACE].includes(named)
  if (field.shape.nonNull || !isCalm || !random.chance(0.2)) return field
  const strictIn = random.sample(field.owners, random.between(1, field.owners.length - 1))
  return { ...field, strictIn, faults: 'none' }
}

/** Anchors are calm until they implement an interface or hold a value of two halves; then nobody promises them. */
function withoutBrokenPromises({ types }: World): void {
  const isFaulty = (field: FieldModel): boolean =>
    types.find(({ name }) => name === namedType(field.shape))?.fields.some(({ faults }) => faults !== 'none') ?? false
  for (const { fields } of types) {
    for (const [at, field] of fields.entries()) {
      if (field.strictIn && isFaulty(field)) fields[at] = { ...field, strictIn: [] }
    }
  }
}

function addValue(random: Random, world: World, name: string): void {
  const type: TypeModel = { kind: 'value', name, fields: [], participants: new Map(), implements: [], calm: false }
  for (let count = random.between(1, 4); count > 0; count--) {
    const field = drawField(random, world, type, {
      owners: world.subgraphs,
      compositeRate: 0.3,
      only: freelyUsable(world),
    })
    type.fields.push(strictSomewhere(random, field))
  }
  world.types.push(type)
}

function addEntityShell(random: Random, world: World, name: string): void {
  const participants = drawParticipants(random, world.subgraphs)
  world.types.push({
    kind: 'entity',
    name,
    fields: keyFields(participants),
    participants,
    implements: [],
    calm: random.chance(0.2),
  })
}

function addEntityFields(random: Random, world: World, type: TypeModel): void {
  const subgraphs = [...type.participants.keys()]
  for (let count = random.between(2, 6); count > 0; count--) {
    const [first, ...rest] = random.sample(subgraphs, subgraphs.length)
    if (first === undefined) return
    const [second] = rest
    const luck = random.next()
    if (second !== undefined && luck < 0.2) {
      const owners = [first, ...random.sample(rest, random.between(1, rest.length))]
      type.fields.push(strictSomewhere(random, drawField(random, world, type, { owners })))
    } else if (second !== undefined && luck < 0.3) {
      type.fields.push(drawField(random, world, type, { owners: [first], overriddenIn: second }))
    } else {
      type.fields.push(drawField(random, world, type, { owners: [first] }))
    }
  }
}

/** A value that two subgraphs know one half of each; its entity leads from one to the other. */
function addSplitValue(random: Random, world: World, name: string): void {
  const shared = world.types.filter(({ kind, participants }) => kind === 'entity' && participants.size > 1)
  if (shared.length === 0) return
  const entity = random.pick(shared)
  const owners = random.sample([...entity.participants.keys()], 2)
  const type: TypeModel = { kind: 'split', name, fields: [], participants: new Map(), implements: [], calm: false }
  for (const halves of [owners.slice(0, 1), owners.slice(1), owners]) {
    if (halves.length === 1 || random.chance(0.5)) {
      type.fields.push(
        drawField(random, world, type, { owners: halves, compositeRate: 0.2, only: freelyUsable(world) }),
      )
    }
  }
  world.types.push(type)
  const field = drawField(random, world, entity, { owners, compositeRate: 1, only: [PLACE] })
  entity.fields.push({ ...field, shape: renamed(field.shape, name), arguments: [] })
}

function renamed(shape: TypeShape, name: string): TypeShape {
  return 'named' in shape ? { ...shape, named: name } : { ...shape, list: renamed(shape.list, name) }
}

function addQueryRoot(random: Random, world: World): void {
  const root: TypeModel = {
    kind: 'root',
    name: 'Query',
    fields: [],
    participants: new Map(),
    implements: [],
    calm: false,
  }
  for (const subgraph of world.subgraphs) {
    for (let count = random.between(2, 4); count > 0; count--) {
      const others = random.chance(0.15)
        ? random.sample(
            world.subgraphs.filter((s) => s !== subgraph),
            1,
          )
        : []
      const field = drawField(random, world, root, { owners: [subgraph, ...others], compositeRate: 0.9 })
      root.fields.push({ ...field, name: `${subgraph}${count}` })
    }
  }
  world.types.push(root)
}

function addMutationRoot(random: Random, world: World): void {
  const entities = freelyUsable(world).filter((name) => world.types.some((t) => t.name === name && t.kind === 'entity'))
  const receipt: TypeModel = {
    kind: 'receipt',
    name: RECEIPT,
    fields: [],
    participants: new Map(),
    implements: [],
    calm: false,
  }
  const subject = drawField(random, world, receipt, { owners: world.subgraphs, compositeRate: 1, only: entities })
  receipt.fields.push(calmField('order', { named: 'Int', nonNull: true }, world.subgraphs), {
    ...subject,
    name: 'subject',
    arguments: [],
  })
  const root: TypeModel = {
    kind: 'root',
    name: 'Mutation',
    fields: [],
    participants: new Map(),
    implements: [],
    calm: false,
  }
  for (const subgraph of random.sample(world.subgraphs, random.between(1, 3))) {
    for (let count = random.between(1, 2); count > 0; count--) {
      const field = drawField(random, world, root, { owners: [subgraph], compositeRate: 0 })
      const named = entities.length > 0 && random.chance(0.3) ? random.pick(entities) : RECEIPT
      const shape = { named, nonNull: random.chance(0.3) }
      root.fields.push({ ...field, name: `${subgraph}Write${count}`, shape })
    }
  }
  world.types.push(receipt, root)
}

function addDependencies(random: Random, world: World): void {
  const entities = world.types.filter(({ kind, name }) => kind === 'entity' && name !== ANCHOR)
  for (const type of world.types) if (type.kind === 'entityInterface') addRequiringField(random, world, type)
  for (const type of entities) {
    if (type.participants.size > 1 && random.chance(0.6)) addRequiringField(random, world, type)
    if (type.participants.size > 1 && random.chance(0.2)) addRequiringField(random, world, type)
    for (const field of type.fields) if (random.chance(0.3)) addProvides(random, world, field)
  }
  for (const field of typeOf(world, 'Query').fields) if (random.chance(0.3)) addProvides(random, world, field)
  for (const type of entities) hideFields(random, world, type)
}

/** Entities are declared, at least as stubs, wherever something leads to them. */
function addStubs(random: Random, world: World): void {
  for (const subgraph of world.subgraphs) {
    const open = ['Query', 'Mutation', ...world.types.filter((t) => t.participants.has(subgraph)).map((t) => t.name)]
    const seen = new Set<string>()
    for (let name = open.pop(); name !== undefined; name = open.pop()) {
      if (seen.has(name)) continue
      seen.add(name)
      open.push(...referredNames(random, world, subgraph, name))
    }
  }
}

function referredNames(random: Random, world: World, subgraph: string, name: string): string[] {
  const union = world.unions.find((candidate) => candidate.name === name)
  if (union) return [...(union.members.get(subgraph) ?? [])]
  const type = world.types.find((candidate) => candidate.name === name)
  if (!type) return []
  if (type.kind === 'entity' && !type.participants.has(subgraph)) addStub(random, type, subgraph)
  const implementors = world.types.filter((t) =>
    t.implements.some((i) => i.name === name && i.subgraphs.includes(subgraph)),
  )
  const fields = type.fields.filter(
    (f) => type.kind === 'value' || [...f.owners, ...f.externalIn, ...f.providedIn, f.overriddenIn].includes(subgraph),
  )
  return [...implementors.map((t) => t.name), ...fields.map((field) => namedType(field.shape))]
}

function addStub(random: Random, type: TypeModel, subgraph: string): void {
  const [home] = type.participants.values()
  const key = home ? random.pick(home.keys) : 'id'
  type.participants.set(subgraph, { keys: [key], resolvable: random.chance(0.5) })
  for (const field of keyFields(new Map([[subgraph, { keys: [key], resolvable: false }]]))) {
    const own = type.fields.find((candidate) => candidate.name === field.name)
    if (own) own.owners.push(subgraph)
    else type.fields.push(field)
  }
}

/** A random federated schema; the same seed gives the same. It may still break a rule of composition: then take another. */
export function generateWorld(seed: number): World {
  const random = new Random(seed)
  const subgraphs = SUBGRAPHS.slice(0, random.between(2, SUBGRAPHS.length))
  const faultRate = random.pick([0, 0, 0.02, 0.1, 0.3])
  const hazard = random.pick(HAZARDS)
  const world: World = { seed, subgraphs, types: [], unions: [], population: 5, faultRate, hazard }
  world.types.push(anchorType(subgraphs), placeType(subgraphs))
  for (let at = 0; at < random.between(2, 4); at++) addEntityShell(random, world, `Entity${at}`)
  for (let at = 0; at < random.between(1, 3); at++) addValue(random, world, `Value${at}`)
  for (let at = 0; at < random.between(0, 2); at++) addInterface(random, world, `Face${at}`)
  if (random.chance(0.5)) addEntityInterface(random, world, 'Media')
  if (random.chance(0.15)) addEntityInterface(random, world, 'Asset')
  for (let at = 0; at < random.between(0, 2); at++) addUnion(random, world, `Union${at}`)
  for (const type of [...world.types]) {
    if (type.kind === 'entity' && type.name !== ANCHOR) addEntityFields(random, world, type)
  }
  if (random.chance(0.4)) addSplitValue(random, world, 'Split')
  addQueryRoot(random, world)
  if (random.chance(0.6)) addMutationRoot(random, world)
  addDependencies(random, world)
  addStubs(random, world)
  withoutBrokenPromises(world)
  return world
}
