import { ANCHOR } from './entityKeys.ts'
import { freshFieldName } from './fieldGenerator.ts'
import type { Random } from './random.ts'
import { type FieldModel, namedType, SCALARS, type TypeModel, typeOf, type World } from './worldModel.ts'

const LITERALS: Record<string, readonly string[]> = {
  Int: ['1', '7'],
  String: ['"kilo"', '"a \\"b\\""'],
  'Boolean!': ['true', 'false'],
  Mode: ['ALPHA', 'GAMMA'],
  '[Int!]': ['[1, 2]', '[]'],
  '[Mode]': ['[ALPHA, null]'],
  Filter: ['{text: "t", size: 4}', '{modes: [GAMMA]}'],
  'ID!': ['"k1"'],
  Float: ['1.5'],
}

function isScalarField(field: FieldModel): boolean {
  return SCALARS.some((scalar) => scalar === namedType(field.shape))
}

function withArguments(random: Random, field: FieldModel): string {
  const given = field.arguments.filter(({ type, defaultValue }) => {
    const needed = type.endsWith('!') && defaultValue === undefined
    return needed || random.chance(0.7)
  })
  if (given.length === 0) return field.name
  return `${field.name}(${given.map(({ name, type }) => `${name}: ${random.pick(LITERALS[type] ?? ['null'])}`).join(', ')})`
}

/** Selection of one required field, or nothing when the field is of no use for it; what it passes through is made calm. */
function requirement(random: Random, world: World, field: FieldModel): string | undefined {
  if (isScalarField(field)) {
    field.faults = 'nulls'
    return withArguments(random, field)
  }
  const target = [...world.types].find((type) => type.name === namedType(field.shape))
  if (target?.name === ANCHOR) {
    field.faults = 'nulls'
    return `${withArguments(random, field)} { id }`
  }
  if (target?.kind !== 'value') return undefined
  const inner = target.fields.filter(isScalarField)
  if (inner.length === 0) return undefined
  // A fault in any field of the value could take the whole value out of the representation.
  for (const innerField of target.fields) innerField.faults = 'nulls'
  field.faults = 'nulls'
  const selected = random.sample(inner, random.between(1, 2)).map((innerField) => withArguments(random, innerField))
  return `${withArguments(random, field)} { ${selected.join(' ')} }`
}

/** A field of one subgraph that is computed from fields of others. */
export function addRequiringField(random: Random, world: World, type: TypeModel): void {
  const [owner, participation] = random.pick([...type.participants])
  const others = type.fields.filter(
    (field) =>
      !field.owners.includes(owner) &&
      field.overriddenIn === undefined &&
      !field.externalIn.includes(owner) &&
      !field.providedIn.includes(owner),
  )
  if (!participation.resolvable || others.length === 0) return
  const parts = random.sample(others, random.between(1, 2)).map((field) => {
    const selection = requirement(random, world, field)
    if (selection !== undefined) field.externalIn.push(owner)
    return selection
  })
  const requires = parts.filter((part) => part !== undefined).join(' ')
  if (requires === '') return
  type.fields.push({
    name: freshFieldName(random, type),
    shape: { named: random.pick(['String', 'Int', 'Blob']), nonNull: random.chance(0.3) },
    arguments: random.chance(0.2) ? [{ name: 'n', type: 'Int', defaultValue: '3' }] : [],
    owners: [owner],
    requires,
    externalIn: [],
    providedIn: [],
    provides: {},
    faults: type.calm ? 'none' : 'all',
  })
}

/** Lets a reference carry along a field of the entity it leads to. */
export function addProvides(random: Random, world: World, field: FieldModel): void {
  const target = world.types.find((type) => type.name === namedType(field.shape))
  const [owner] = field.owners
  if (target?.kind !== 'entity' || owner === undefined || field.owners.length > 1) return
  const given = target.fields.filter(
    (candidate) =>
      isScalarField(candidate) &&
      !candidate.owners.includes(owner) &&
      candidate.overriddenIn === undefined &&
      candidate.requires === undefined &&
      candidate.arguments.length === 0 &&
      !candidate.externalIn.includes(owner) &&
      !candidate.providedIn.includes(owner),
  )
  if (given.length === 0 || !typeOf(world, target.name).participants.has(owner)) return
  const provided = random.pick(given)
  provided.providedIn.push(owner)
  field.provides[owner] = provided.name
}
