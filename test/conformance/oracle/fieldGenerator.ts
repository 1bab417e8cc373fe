import { ANCHOR, PLACE } from './entityKeys.ts'
import type { Random } from './random.ts'
import {
  type ArgumentModel,
  type FieldModel,
  namedType,
  possibleTypes,
  SCALARS,
  type TypeModel,
  type TypeShape,
  typeOf,
  type World,
} from './worldModel.ts'

const FIELD_NAMES = (
  'name title price size note label status detail items grid ref refs link parts thing things value extra weight ' +
  'rank first last total kind state number zone constructor toString name__1 parts__2'
).split(' ')

const ARGUMENTS: readonly ArgumentModel[] = [
  { name: 'n', type: 'Int', defaultValue: '3' },
  { name: 'text', type: 'String' },
  { name: 'flag', type: 'Boolean!', defaultValue: 'true' },
  { name: 'mode', type: 'Mode', defaultValue: 'BETA' },
  { name: 'list', type: '[Int!]' },
  { name: 'modes', type: '[Mode]' },
  { name: 'filter', type: 'Filter' },
  { name: 'key', type: 'ID!' },
  { name: 'ratio', type: 'Float' },
  { name: 'blob', type: 'Blob' },
  { name: 'numbers', type: '[Int!]', defaultValue: '[1, 2]' },
]

export function freshFieldName(random: Random, type: TypeModel, names: readonly string[] = FIELD_NAMES): string {
  const free = names.filter((name) => !type.fields.some((field) => field.name === name))
  return random.pick(free)
}

function drawShape(random: Random, named: string): TypeShape {
  let shape: TypeShape = { named, nonNull: random.chance(0.35) }
  const depth = random.chance(0.3) ? (random.chance(0.35) ? 2 : 1) : 0
  for (let level = 0; level < depth; level++) shape = { list: shape, nonNull: random.chance(0.35) }
  return shape
}

function drawArguments(random: Random): readonly ArgumentModel[] {
  return random.chance(0.25) ? random.sample(ARGUMENTS, random.between(1, 3)) : []
}

/** Whether all of these subgraphs can declare a field of this type without breaking a rule of federation. */
function usableIn(world: World, type: TypeModel, owners: readonly string[]): boolean {
  if (type.kind === 'root' || type.kind === 'receipt' || type.kind === 'split') return false
  if (type.kind === 'interface' || type.kind === 'entityInterface') {
    return owners.every((owner) => type.participants.has(owner))
  }
  const bound = type.implements.some(({ name }) => typeOf(world, name).kind === 'entityInterface')
  return !bound || owners.every((owner) => type.participants.has(owner))
}

function compositeNames(world: World, owners: readonly string[], earlier: readonly string[] | undefined): string[] {
  const types = world.types.filter((type) => usableIn(world, type, owners)).map((type) => type.name)
  const unions = world.unions.filter((union) => union.uniform || owners.length === 1).map((union) => union.name)
  const names = [...types, ...unions].filter((name) => {
    const shared = owners.map((owner) => possibleTypes(world, name, owner).join())
    return shared[0] !== '' && new Set(shared).size === 1
  })
  return earlier ? names.filter((name) => earlier.includes(name)) : names
}

function isComposite(shape: TypeShape): boolean {
  return !SCALARS.some((scalar) => scalar === namedType(shape))
}

/** Names a value type may refer to, so that it can be declared in any subgraph: no interface, no partial union. */
export function freelyUsable(world: World): string[] {
  const types = world.types.filter(
    (type) =>
      type.kind === 'value' ||
      (type.kind === 'entity' && !type.implements.some(({ name }) => typeOf(world, name).kind === 'entityInterface')),
  )
  return [...types.map(({ name }) => name), ...world.unions.filter(({ uniform }) => uniform).map(({ name }) => name)]
}

export interface FieldPlan {
  readonly owners: readonly string[]
  readonly overriddenIn?: string
  /** When given, only these types may be referred to. */
  readonly only?: readonly string[]
  readonly compositeRate?: number
}

/** A field with a random type, arguments and faults. */
export function drawField(random: Random, world: World, type: TypeModel, plan: FieldPlan): FieldModel {
  const owners = [...plan.owners]
  const asking = plan.overriddenIn ? [...owners, plan.overriddenIn] : owners
  const composites = compositeNames(world, asking, plan.only)
  const composite = composites.length > 0 && random.chance(plan.compositeRate ?? 0.5)
  const shape = drawShape(random, composite ? random.pick(composites) : random.pick(SCALARS))
  const calm = type.calm || type.name === ANCHOR || type.name === PLACE
  return {
    name: freshFieldName(random, type),
    shape,
    arguments: isComposite(shape) && random.chance(0.5) ? [] : drawArguments(random),
    owners,
    ...(plan.overriddenIn ? { overriddenIn: plan.overriddenIn } : {}),
    externalIn: [],
    providedIn: [],
    provides: {},
    faults: calm ? 'nulls' : 'all',
  }
}
